"""The fields of a person that a column of a list can be."""

from flexdesk.i18n import N_

FIELD_LABELS: dict[str, str] = {
    "nip": N_("NIP"),
    "name": N_("Name"),
    "titles_from": N_("Name with titles"),
    "name_part": N_("Part of the name"),
    "front_titles": N_("Titles before the name"),
    "back_titles": N_("Titles after the name"),
    "golongan": N_("Golongan"),
    "ruang": N_("Ruang"),
    "jabatan": N_("Jabatan"),
    "unit": N_("Part of the unit"),
    "birth_date": N_("Date of birth"),
    "status": N_("Status"),
    "phone": N_("Phone"),
    "email": N_("E-mail"),
    "domicile": N_("Home address"),
}
# What the reader finds for itself and nobody needs to choose.
SILENT = frozenset({"number", "reject_code"})
