"""The twelve places a working day can be spent at: codes in files, letters on screen and paper."""

from dataclasses import dataclass

from flexdesk.domain.codes import NEW_LABEL, ByCode, Code


class Place(Code):
    OFFICE = "office"
    HOME = "home"
    OTHER_OFFICE = "other_office"
    OTHER_PLACE = "other_place"
    DUTY_TRAVEL = "duty_travel"
    TRAINING = "training"
    LEAVE = "leave"
    SICK = "sick"
    PERMIT = "permit"
    OFF = "off"
    SHIFT_MORNING = "shift_morning"
    SHIFT_AFTERNOON = "shift_afternoon"
    SHIFT_NIGHT = "shift_night"
    HOLIDAY = "holiday"


AWAY = frozenset({Place.HOME, Place.OTHER_OFFICE, Place.OTHER_PLACE})
SHIFTS = frozenset({Place.SHIFT_MORNING, Place.SHIFT_AFTERNOON, Place.SHIFT_NIGHT})
ABSENT = frozenset({Place.LEAVE, Place.SICK, Place.PERMIT, Place.OFF, Place.HOLIDAY})
PRIVATE = frozenset({Place.LEAVE, Place.SICK, Place.PERMIT})  # printed as a dash outside the office


@dataclass(frozen=True, slots=True)
class Letter:
    """How a place is shown: one letter, and the Indonesian words printed on official papers."""

    letter: str
    label: str


LETTERS: dict[Place, Letter] = ByCode(
    {
        Place.OFFICE: Letter("K", "Kantor"),
        Place.HOME: Letter("W", "Rumah (WFA)"),
        Place.OTHER_OFFICE: Letter("L", "Kantor lain"),
        Place.OTHER_PLACE: Letter("L", "Lokasi lain"),
        Place.DUTY_TRAVEL: Letter("D", "Dinas luar"),
        Place.TRAINING: Letter("P", "Pelatihan"),
        Place.LEAVE: Letter("C", "Cuti"),
        Place.SICK: Letter("S", "Sakit"),
        Place.PERMIT: Letter("I", "Izin"),
        Place.OFF: Letter("O", "Off / libur sif"),
        Place.SHIFT_MORNING: Letter("1", "Sif pagi"),
        Place.SHIFT_AFTERNOON: Letter("2", "Sif siang"),
        Place.SHIFT_NIGHT: Letter("3", "Sif malam"),
        Place.HOLIDAY: Letter("-", "Libur"),
    },
    new=Letter("?", NEW_LABEL),
)

OF_LETTER: dict[str, Place] = {
    shown.letter: place
    for place, shown in reversed(LETTERS.items())  # reversed: L means the first, another office
    if place is not Place.HOLIDAY
}
