"""NIP, golongan and names on the cases that offices really send."""

from datetime import date

import pytest

from flexdesk.domain.golongan import PANGKAT, PNS, PPPK, fits, normal_golongan
from flexdesk.domain.identity import Kind, Nip, NipFault, Sex, is_placeholder, parse_nip
from flexdesk.domain.names import join_name, split_back_titles, split_front_titles, split_name

PNS_NIP = "198503122010011701"
PPPK_NIP = "199603282022212725"


def test_what_a_nip_says() -> None:
    pns, pppk = parse_nip(PNS_NIP), parse_nip(PPPK_NIP)
    assert isinstance(pns, Nip)
    assert isinstance(pppk, Nip)
    assert (pns.birth_date, pns.sex, pns.kind, pns.serial) == (date(1985, 3, 12), Sex.MALE, Kind.PNS, 701)
    assert (pns.appointed_year, pns.appointed_month, pns.contract) == (2010, 1, None)
    assert (pppk.sex, pppk.kind, pppk.appointed_year) == (Sex.FEMALE, Kind.PPPK, 2022)
    assert (pppk.appointed_month, pppk.contract) == (None, 1)
    assert pns.grouped == "19850312 201001 1 701"
    assert pns.masked == "1985**** 2010** * ***"


@pytest.mark.parametrize(
    "cell",
    [
        "'198503122010011701",
        "19850312 201001 1 701",
        "19850312\u00a0201001\u00a01\u00a0701",
        "19850312.201001.1.701",
        "19850312-201001-1-701",
        "NIP. 198503122010011701",
        "N.I.P : 19850312 201001 1 701",
        "\u200c198503122010011701\ufeff",
    ],
)
def test_spellings_of_one_nip(cell: str) -> None:
    assert parse_nip(cell) == Nip(PNS_NIP)


@pytest.mark.parametrize(
    ("cell", "fault", "kind"),
    [
        (None, NipFault.MISSING, "nip_missing"),
        ("-", NipFault.MISSING, "nip_missing"),
        ("null", NipFault.MISSING, "nip_missing"),
        ("0", NipFault.MISSING, "nip_missing"),
        (0.0, NipFault.MISSING, "nip_missing"),
        ("(Tidak Tercatat)", NipFault.MISSING, "nip_missing"),
        (198503122010011000, NipFault.PRECISION_LOST, "nip_precision_lost"),
        (1.98503122010011e17, NipFault.PRECISION_LOST, "nip_precision_lost"),
        ("1.98E+17", NipFault.PRECISION_LOST, "nip_precision_lost"),
        ("1,98e+17", NipFault.PRECISION_LOST, "nip_precision_lost"),
        (131234567, NipFault.LENGTH, "nip_length"),
        ("131234567", NipFault.LENGTH, "nip_length"),
        ("1985031220100117011", NipFault.LENGTH, "nip_length"),
        ("198502302010011701", NipFault.BIRTH_DATE, "nip_invalid"),
        ("198503122010131701", NipFault.MONTH, "nip_invalid"),
        ("198503122010001701", NipFault.MONTH, "nip_invalid"),
        ("198503122010201701", NipFault.MONTH, "nip_invalid"),
        ("198503122010013701", NipFault.SEX, "nip_invalid"),
        ("198503122010011000", NipFault.SERIAL, "nip_invalid"),
        ("1985031220100117O1", NipFault.CHARACTERS, "nip_invalid"),
        ("٠" * 18, NipFault.CHARACTERS, "nip_invalid"),
        (True, NipFault.CHARACTERS, "nip_invalid"),
        (date(1985, 3, 12), NipFault.CHARACTERS, "nip_invalid"),
    ],
)
def test_faults_of_a_nip(cell: object, fault: NipFault, kind: str) -> None:
    assert parse_nip(cell) is fault
    assert fault.kind == kind


@pytest.mark.parametrize(
    "text", ["", " ", "-", "--", "null", "NULL", "(Tidak Tercatat)", "(tidak diisi)", "N/A", "nihil"]
)
def test_placeholders(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize("text", ["0", "Ina", "Nil Maizar", "III/a", "Tidak ada lagi yang lain di sini"])
def test_no_placeholders(text: str) -> None:
    assert not is_placeholder(text)


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("III/d", "III/d"),
        ("III.d", "III/d"),
        ("III-d", "III/d"),
        ("III d", "III/d"),
        ("iii/D", "III/d"),
        ("Penata Tk. I (III/d)", "III/d"),
        ("Penata Tingkat I / III.d", "III/d"),
        ("III/d - Penata Tingkat I", "III/d"),
        ("Penata Muda Tk. I - III/b", "III/b"),
        ("Penata Tk. I\nIII/d", "III/d"),
        ("Pengatur Muda Tk.I(II/b)", "II/b"),
        ("Pembina Utama Madya, IV/d", "IV/d"),
        ("Penata Muda Tk. I", "III/b"),
        ("IV/e", "IV/e"),
        ("Golongan IX", "IX"),
        ("Gol. V", "V"),
        ("PPPK - XVII", "XVII"),
        ("IX (PPPK)", "IX"),
        ("V/a", None),
        ("III/e", None),
        ("VIII/a", None),
        ("XVIII", None),
        ("Gol. Khusus", None),
        ("Staf", None),
    ],
)
def test_spellings_of_golongan(written: str, normal: str | None) -> None:
    assert normal_golongan(written) == normal


def test_golongan_lists_of_the_regulation() -> None:
    assert (len(PNS), len(PPPK)) == (17, 17)
    assert PANGKAT["III/d"] == "Penata Tingkat I"
    assert fits("IX", Kind.PPPK)
    assert not fits("IX", Kind.PNS)
    assert not fits("III/a", Kind.PPPK)


@pytest.mark.parametrize(
    ("text", "front", "name", "back"),
    [
        ("Drs. H. Asep Saputra, S.Sos., M.Si.", "Drs.|H.", "Asep Saputra", "S.Sos.|M.Si."),
        ("Mila Siska Pratiwi S.H.", "", "Mila Siska Pratiwi", "S.H."),
        ("H. Udin Wijayanto,S.Sos.", "H.", "Udin Wijayanto", "S.Sos."),
        ("Prof.Dr.Ir. H. M. Yusuf, S. Sos, M. Si", "Prof.|Dr.|Ir.|H.", "M. Yusuf", "S.Sos|M.Si"),
        ("dr. Hj. Sri Rosdiana, Sp.KKLP.", "dr.|Hj.", "Sri Rosdiana", "Sp.KKLP."),
        ("K.H. Abdullah, Lc., M.A.", "K.H.", "Abdullah", "Lc.|M.A."),
        ("apt. Ria Rina, S.Farm.", "apt.", "Ria Rina", "S.Farm."),
        ("Heni Mulyani, S.Kep., Ns.", "", "Heni Mulyani", "S.Kep.|Ns."),
        ("Drs.H.Ali Akbar,M.Si", "Drs.|H.", "Ali Akbar", "M.Si"),
        ("BUDI SANTOSO SE, MM", "", "BUDI SANTOSO", "SE|MM"),
        ("Siti Ma’ruf A.Md. Keb", "", "Siti Ma'ruf", "A.Md.Keb"),
        ("Deden S.Pd.SD M.Pd", "", "Deden", "S.Pd.SD|M.Pd"),
        ("Budi S.Sos.M.Si", "", "Budi", "S.Sos.|M.Si"),
        ("Ahmad, H., S.Ag.", "H.", "Ahmad", "S.Ag."),
        ("I Made Suardana, S.Pd. SD", "", "I Made Suardana", "S.Pd.SD"),
        ("Qur'aini", "", "Qur'aini", ""),
        ("Siregar", "", "Siregar", ""),
        ("ST. AMINAH", "", "ST. AMINAH", ""),
        ("M. Ali", "", "M. Ali", ""),
        ("Siti A.Rahman", "", "Siti A.Rahman", ""),
        ("Irwan", "", "Irwan", ""),
        ("Hj Nining", "Hj.", "Nining", ""),
        ("", "", "", ""),
    ],
)
def test_names_taken_apart(text: str, front: str, name: str, back: str) -> None:
    parts = split_name(text)
    assert ("|".join(parts.front), parts.name, "|".join(parts.back)) == (front, name, back)


def test_names_joined_officially() -> None:
    assert join_name(["Dr.", "Hj."], "Sri Rosdiana", ["S.H.", "M.H."]) == "Dr. Hj. Sri Rosdiana, S.H., M.H."
    assert split_name("Drs.H.Ali Akbar,M.Si").joined == "Drs. H. Ali Akbar, M.Si"
    assert join_name([], "Siregar", []) == "Siregar"


def test_columns_of_titles() -> None:
    assert split_front_titles("Prof. Dr. dr.") == ("Prof.", "Dr.", "dr.")
    assert split_back_titles("S.Kep Ns") == ("S.Kep", "Ns")
    assert split_back_titles("S.T., M.T.") == ("S.T.", "M.T.")
