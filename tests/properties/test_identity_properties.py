"""Whatever is written around it, a whole NIP is read as itself and a spoiled one is never repaired."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from flexdesk.domain.golongan import PNS, PPPK, normal_golongan
from flexdesk.domain.identity import Nip, NipFault, is_placeholder, parse_nip
from flexdesk.domain.names import join_name, letters, split_name

births = st.dates(date(1940, 1, 1), date(2008, 12, 31))
markers = st.one_of(st.integers(1, 12), st.integers(21, 29))
nips = st.builds(
    lambda born, year, marker, sex, serial: f"{born:%Y%m%d}{year}{marker:02}{sex}{serial:03}",
    births,
    st.integers(1960, 2027),
    markers,
    st.sampled_from([1, 2]),
    st.integers(1, 999),
)
gaps = st.sampled_from(["", " ", ".", "-", "\u00a0", "\u200b", " . "])


@given(nips, gaps, st.sampled_from(["", "'", "NIP. ", "NIP ", "\u200c", " "]))
def test_a_whole_nip_survives_every_dressing(nip: str, gap: str, front: str) -> None:
    dressed = front + gap.join((nip[:8], nip[8:14], nip[14], nip[15:])) + " "
    parsed = parse_nip(dressed)
    assert parsed == Nip(nip)
    assert isinstance(parsed, Nip)
    assert parse_nip(parsed.grouped) == parsed


@given(st.from_regex(r"(?:19|20)[0-9]{16}", fullmatch=True) | nips)
def test_a_bare_nip_is_judged_as_a_dressed_one(digits: str) -> None:
    assert parse_nip(digits) == parse_nip(f"'{digits}")


@given(
    st.sampled_from(["null", "none", "nihil", "tidak ada", "belum diisi", "kosong", "n/a", "#N/A"]), st.data()
)
def test_a_placeholder_is_one_in_any_case_and_dressing(text: str, data: st.DataObject) -> None:
    cased = data.draw(st.sampled_from([text, text.upper(), text.title()]))
    dressing = st.text(" -._'*()", max_size=3)
    assert is_placeholder(data.draw(dressing) + cased + data.draw(dressing))


@given(nips)
def test_a_number_is_never_taken(nip: str) -> None:
    for cell in (int(nip), float(nip), f"{float(nip):.2E}", f"{float(nip):.5E}".replace(".", ",")):
        assert parse_nip(cell) is NipFault.PRECISION_LOST


@given(nips, st.integers(0, 17))
def test_a_digit_too_few_or_too_many_is_a_length(nip: str, at: int) -> None:
    assert parse_nip(nip[:at] + nip[at + 1 :]) is NipFault.LENGTH
    assert parse_nip(nip[:at] + "1" + nip[at:]) is NipFault.LENGTH


@given(st.one_of(st.none(), st.text(max_size=30), st.integers(), st.floats(), st.booleans(), st.dates()))
def test_any_cell_gives_a_nip_or_a_fault(cell: object) -> None:
    parsed = parse_nip(cell)
    if isinstance(parsed, Nip):
        assert len(parsed.text) == 18
        assert parsed.birth_date.year == int(parsed.text[:4])


@given(st.sampled_from(PNS), st.sampled_from(["/", ".", "-", " ", " / ", ""]), st.booleans())
def test_every_spelling_of_a_golongan_is_the_same(golongan: str, mark: str, upper: bool) -> None:
    written = golongan.replace("/", mark)
    assert normal_golongan(written.upper() if upper else written) == golongan
    assert normal_golongan(f"Penata Tk. I ({written})") == golongan


@given(st.sampled_from(PPPK), st.sampled_from(["", "Golongan ", "Gol. ", "PPPK "]))
def test_every_spelling_of_a_pppk_golongan_is_the_same(golongan: str, front: str) -> None:
    assert normal_golongan(front + golongan) == golongan


words = st.sampled_from(["Budi", "Siti", "Ma'ruf", "Santoso", "Wibowo", "Nur'aini", "Made", "Siregar"])


@given(
    st.lists(
        st.sampled_from(["Prof.", "Dr.", "dr.", "Drs.", "Ir.", "H.", "Hj.", "K.H.", "apt."]), max_size=3
    ),
    st.lists(words, min_size=1, max_size=4),
    st.lists(
        st.sampled_from(["S.Sos.", "S.E.", "M.Si.", "A.Md.Kep.", "S.Pd.SD.", "Sp.OG.", "Ns.", "Ph.D."]),
        max_size=3,
    ),
    st.booleans(),
)
def test_a_joined_name_comes_apart_as_it_was(
    front: list[str], name: list[str], back: list[str], tight: bool
) -> None:
    joined = join_name(front, " ".join(name), back)
    parts = split_name(joined.replace(", ", ",") if tight else joined)
    assert (list(parts.front), parts.name) == (front, " ".join(name))
    assert [letters(title) for title in parts.back] == [letters(title) for title in back]
