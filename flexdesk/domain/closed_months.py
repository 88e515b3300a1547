"""The figures that a month is closed with, and what each is called."""

from flexdesk.i18n import N_

FIGURES = {
    "people": N_("People"),
    "working_days": N_("Working days"),
    "office_days": N_("Days at the office"),
    "away_days": N_("Days away (WFA)"),
    "travel_days": N_("Days of travel and training"),
    "absent_days": N_("Days of leave, sickness, permits"),
    "outputs": N_("Outputs"),
    "outputs_accepted": N_("of these accepted"),
    "outputs_returned": N_("of these returned"),
    "outputs_waiting": N_("of these waiting"),
    "days_without_report": N_("Days without a report"),
    "late_reports": N_("Reports after their time"),
    "recalls": N_("Recalls to the office"),
    "clarifications": N_("Days to clarify"),
    "unexcused_days": N_("Days without an excuse"),
    "complaints_received": N_("Complaints received"),
    "complaints_closed": N_("Complaints settled"),
    "complaints_overdue": N_("Complaints past their limit"),
}
