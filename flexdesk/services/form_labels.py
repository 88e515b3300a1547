"""The words that the agency prints instead of the usual ones, on every form and screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from flexdesk.domain.ops import Change
from flexdesk.domain.performance import FORM_WORDS, LABELS
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader

LONGEST = 120  # characters: a heading of a form, not a sentence
# Predicates have their words in the unit's rules (PRF-03), with history; one word has one place.
USUAL: Mapping[str, str] = MappingProxyType(
    {key: word for key, word in {**LABELS, **FORM_WORDS}.items() if not key.startswith("Predicate.")}
)


class UnknownLabel(FlexDeskError):
    code = "form_label.unknown"
    ticket = "FD-SKP-07"
    text = N_("The forms have no word with the key “{key}”.")
    next = N_("See `flexdesk targets labels` for the keys; words of predicates are set among the rules.")


class LabelTooLong(FlexDeskError):
    code = "form_label.long"
    ticket = "FD-SKP-08"
    text = N_("A word of a form has at most {most} characters.")
    next = N_("Write it shorter, so that it fits into its cell.")


@dataclass(frozen=True, slots=True)
class FormLabel:
    """`text` is what is printed, `usual` what the regulation's forms say."""

    key: str
    text: str
    usual: str

    @property
    def is_own(self) -> bool:
        return self.text != self.usual


class FormLabelService:
    def __init__(self, committer: Committer, reader: FactReader) -> None:
        self._committer = committer
        self._reader = reader

    def labels(self) -> list[FormLabel]:
        """Every word that can be written otherwise, in the order of the forms' families."""
        own = self._reader.form_labels()
        return [FormLabel(key, own.get(key, usual), usual) for key, usual in USUAL.items()]

    def set(self, key: str, text: str) -> Change | None:
        """Print `text` from now on; an empty one or the usual word brings the usual one back.

        Raises UnknownLabel, LabelTooLong.
        """
        if key not in USUAL:
            raise UnknownLabel(key=key)
        plain = " ".join(text.split())
        if len(plain) > LONGEST:
            raise LabelTooLong(most=LONGEST)
        own = "" if plain == USUAL[key] else plain
        if not own and key not in self._reader.form_labels():
            return None
        op = self._committer.upsert("form_label", key, {"text": own})
        return self._committer.commit(Change("form_label.set", (op,)))
