"""The few words of the forms on which real prints differ, as settings of the template.

All other words come from `domain.performance.label`. They are Indonesian in every language of the program,
because the forms are. Sources: PermenPANRB 6/2022 and SE MenPANRB 3/2023.
"""

from dataclasses import dataclass, field
from functools import partial

from flexdesk.domain.performance import FormKind, Predicate, ResultClass, form_word, label


def _word(key: str) -> str:
    return field(default_factory=partial(form_word, key))


@dataclass(frozen=True, slots=True)
class FormLabels:
    """Labels on which real prints differ: the agency's own words as they are now, else the usual wording."""

    evaluation_title: str = _word("Form.evaluation_title")
    intervened: str = _word("Form.intervened")
    main: str = field(default_factory=partial(label, ResultClass.MAIN))
    additional: str = field(default_factory=partial(label, ResultClass.ADDITIONAL))
    behaviour_rating: str = _word("Form.behaviour_rating")
    addressees: str = field(default_factory=partial(label, FormKind.STAFF))
    leaders: str = field(default_factory=partial(label, FormKind.LEADER))  # of the other family of forms
    predicates: tuple[tuple[Predicate, str], ...] = ()  # wording instead of the usual one

    def addressed(self, kind: FormKind) -> str:
        return self.leaders if kind is FormKind.LEADER else self.addressees

    def predicate(self, token: Predicate) -> str:
        return dict(self.predicates).get(token) or label(token)
