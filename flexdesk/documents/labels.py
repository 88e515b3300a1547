"""The few words of the forms on which real prints differ, as settings of the template.

All other words come from `domain.performance.label`. They are Indonesian in every language of the program,
because the forms are. Sources: PermenPANRB 6/2022 and SE MenPANRB 3/2023.
"""

from dataclasses import dataclass

from flexdesk.domain.performance import FormKind, Predicate, label


@dataclass(frozen=True, slots=True)
class FormLabels:
    """Labels on which real prints differ, with the usual wording."""

    evaluation_title: str = "EVALUASI KINERJA PEGAWAI"
    intervened: str = "RENCANA HASIL KERJA PIMPINAN YANG DIINTERVENSI"
    main: str = "A. UTAMA"
    additional: str = "B. TAMBAHAN"
    behaviour_rating: str = "RATING PERILAKU"
    addressees: str = label(FormKind.STAFF)
    leaders: str = label(FormKind.LEADER)  # the addressees of the other family of forms
    predicates: tuple[tuple[Predicate, str], ...] = ()  # wording instead of the usual one

    def addressed(self, kind: FormKind) -> str:
        return self.leaders if kind is FormKind.LEADER else self.addressees

    def predicate(self, token: Predicate) -> str:
        return dict(self.predicates).get(token) or label(token)


USUAL_LABELS = FormLabels()
