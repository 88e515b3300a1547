"""Names of officials: front titles, the name itself and back titles, apart and officially joined."""

import re
from functools import lru_cache
from typing import NamedTuple

_INVISIBLE = re.compile(r"[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'"})

_FRONT: dict[str, str] = {
    "prof": "Prof.", "dr": "Dr.", "drg": "drg.", "drh": "drh.", "drs": "Drs.", "dra": "Dra.", "ir": "Ir.",
    "h": "H.", "hj": "Hj.", "kh": "K.H.", "apt": "apt.", "ns": "Ns.", "ners": "Ners.", "bdn": "Bdn.",
    "pdt": "Pdt.", "tgk": "Tgk.", "tgh": "T.G.H.", "ust": "Ust.", "ustadz": "Ustadz", "dreng": "Dr.Eng.",
    "dring": "Dr.Ing.", "drhc": "Dr.(H.C.)",
}  # fmt: skip
_FRONT_START = re.compile(
    r"(dr\.?\s?(?:eng|ing|\(?\s?h\.?\s?c\.?\s?\)?)(?=[.\s])|k\s?\.\s?h|t\s?\.\s?g\s?\.\s?h|prof|drg|drh|drs|dra"
    r"|dr|ir|hj|kh|h|apt|ners|ns|bdn|pdt|tgk|tgh|ustadz|ust)(?:\s?\.\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
# Written behind the name in old lists, but standing before it officially.
_ALWAYS_FRONT = {"prof", "drs", "dra", "ir", "h", "hj", "kh", "dr", "drg"}

# Degrees that are recognised without a comma in front of them, by their letters.
_DEGREES = frozenset(
    re.findall(
        r"\w+",
        """
        se sh st sp si ss sn sag sds ski skg sked skep skeb skel skh skm skom skpm sik sip sap
        sab sak sakt sarl sars sos ssos spd spdi spdsd spsi spi spt spust ssi ssn ssy ssiapt sst
        stp sstp sstpi sthi shi sei sfil sgz shut sil sikom spwk spdk spdb sth stmt str strkeb
        strkep strkes stria strap strip strgz strt strak sm spddi sfarm sftr sesy mm mt mh mhum
        mhut mkes mkeb mkep mkom mkm mp map mak mag mars mba mpa mpd mpdi mpsi mphil mph msi msc
        msn msos mstat meng med mei mikom mil mip mipol mtp mtr mtrip mtrap mstp mpwk me mesy
        mec mecdev msp mfarm amd amdak amdkeb amdkep amdkes amdkom amdfarm amdgz amdkl amdrmik
        amdpk amdt amdak amk amkeb amkg amf ama amapd amdtem amdrad amdft amdpd amapust amp ap
        aap ba bsc be lc phd dess ns ners apt bdn ca cpa qia ccna cfra crmp cpim cgcae ipm ipp
        ipu aifo aak akt cht chrmp
        """,
    )
)
_AMBIGUOUS = frozenset(
    {"si", "ss", "sn", "ama", "me", "be", "ba", "ap", "ca", "med", "mag", "map", "sos", "sp"}
)
_INCOMPLETE = frozenset({"s", "m", "a", "d", "b", "sp", "ph", "str", "dr", "am", "subsp"})
_LONG_DEGREES = ("amd", "str", "spd", "sst", "mtr", "ssi", "skom", "sp")
_DOTTED = re.compile(r"(?:[A-Z][A-Za-z]{0,4}\.)+[A-Z][A-Za-z]{0,5}\.?")
_PLAIN = re.compile(r"[A-Za-z' -]+")
_TITLE_WORDS = _DEGREES | _FRONT.keys()
_GLUED = re.compile(r"(?<=[A-Za-z]{2})\.(?=(?:S|M|Ph|A\.Md)\.[A-Za-z]|(?:MH|MM|MT|MSi|MPd|MKn|MAP)\b)")
_DEGREE_START = re.compile(r"(?:S|M|A|D|Sp|Ph|B|Lc|SubSp)\.", re.IGNORECASE)


class PersonName(NamedTuple):
    """A name taken apart; `name` is empty when there was none."""

    front: tuple[str, ...]
    name: str
    back: tuple[str, ...]

    @property
    def joined(self) -> str:
        return join_name(self.front, self.name, self.back)


def join_name(front: tuple[str, ...] | list[str], name: str, back: tuple[str, ...] | list[str]) -> str:
    """`Dr. Hj. Nama Lengkap, S.H., M.H.`"""
    return ", ".join((" ".join((*front, name)), *back))


def letters(title: str) -> str:
    """What two spellings of a title have in common: `S.Sos.` and `SSos` are the same one."""
    return "".join(char for char in title.casefold() if char.isalpha())


def split_name(text: str) -> PersonName:
    """Takes `Drs. H. Nama, S.Sos., M.Si.` apart, also without commas or spaces."""
    flat = text
    if not text.isascii() or "`" in text:
        flat = _INVISIBLE.sub("", text).translate(_APOSTROPHES)
    flat = " ".join(flat.split())
    if _PLAIN.fullmatch(flat) and _TITLE_WORDS.isdisjoint(flat.casefold().split()):
        return PersonName((), flat, ())
    head, *tail = (part.strip() for part in re.split(r"[,;]", flat))
    front, head = _take_front(head)
    name, back = _take_back(head)
    for part in tail:
        for title in split_back_titles(part):
            if letters(title) in _ALWAYS_FRONT:
                front.append(_official_front(title))
            else:
                back.append(title)
    return PersonName(tuple(front), name, tuple(back))


def _take_front(head: str) -> tuple[list[str], str]:
    front: list[str] = []
    while match := _FRONT_START.match(head):
        front.append(_official_front(match[1]))
        head = head[match.end() :]
    return front, head


def _official_front(title: str) -> str:
    if title.strip(". ") == "dr":
        return "dr."  # a physician; "Dr." is a doctor
    return _FRONT.get(letters(title), title)


def _take_back(head: str) -> tuple[str, list[str]]:
    """Titles at the end of a name that no comma divides from it."""
    words = head.split()
    for cut in range(1, len(words)):
        rest = _unglued(words[cut:])
        if _may_start_degree(rest):
            titles = _degrees(rest)
            if titles and all(_is_degree(title) for title in titles):
                return " ".join(words[:cut]).strip(" ."), titles
    return " ".join(words).strip(" ."), []


def _may_start_degree(words: list[str]) -> bool:
    return _is_degree(words[0]) or ("." in words[0] and letters(words[0]) in _INCOMPLETE and len(words) > 1)


def _is_degree(word: str) -> bool:
    key = letters(word)
    if "." in word.rstrip("."):
        return key in _DEGREES or (_DOTTED.fullmatch(word) is not None and key.startswith(_LONG_DEGREES))
    if word.endswith("."):
        return key in _DEGREES - _AMBIGUOUS and len(key) > 1
    return key in _DEGREES - _AMBIGUOUS and not word.islower() and (word.isupper() or not word[1:].islower())


@lru_cache(maxsize=4096)
def split_front_titles(text: str) -> tuple[str, ...]:
    """The titles of a column of front titles."""
    words = " ".join(_INVISIBLE.sub("", text).replace(",", " ").split())
    front, rest = _take_front(f"{words} |")
    return (*front, *rest.rstrip("| ").split())


@lru_cache(maxsize=4096)
def split_back_titles(text: str) -> tuple[str, ...]:
    """The titles of a column of back titles, or of what follows the first comma of a name."""
    flat = _INVISIBLE.sub("", text)
    return tuple(title for part in re.split(r"[,;/]", flat) for title in _degrees(part.split()))


def _degrees(words: list[str]) -> list[str]:
    """Words grouped into titles: `S. Sos` is one, `S.Pd. SD` is one, `S.E. M.M.` are two."""
    titles: list[str] = []
    for word in _unglued(words):
        if titles and not _starts_title(word, titles[-1]):
            titles[-1] += word
        else:
            titles.append(word)
    return [title for title in titles if letters(title)]


def _unglued(words: list[str]) -> list[str]:
    """`SH.MH` and `S.Sos.M.Si` are two titles each."""
    return [part for word in words for part in _GLUED.sub(".\n", word).split("\n")]


def _starts_title(word: str, before: str) -> bool:
    if letters(before) in _INCOMPLETE:
        return False
    key = letters(word)
    return (
        key in _DEGREES or key in _INCOMPLETE or _DEGREE_START.match(word) is not None or key in _ALWAYS_FRONT
    )
