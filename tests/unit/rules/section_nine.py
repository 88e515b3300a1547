"""The list of rules of the regulation's section 9, as a lawyer would tick it off: id, class, grade."""

LISTED = """
CAL-01 hard A      CAL-02 hard A      CAL-03 hard A      CAL-04 hard A      CAL-05 setting C
CAL-06 setting C   CAL-07 setting A   CAL-08 setting A   CAL-09 hard A      CAL-10 hard A
CAL-11 info A      CAL-12 hard B      CAL-13 hard B
LOC-01 hard A      LOC-02 hard A      LOC-03 hard A      LOC-04 setting C   LOC-05 setting A
LOC-06 setting C   LOC-07 soft B      LOC-08 hard A      LOC-09 hard A      LOC-10 setting B
LOC-11 setting B   LOC-12 setting B   LOC-13 hard A      LOC-14 setting A   LOC-15 soft B
LOC-16 hard B      LOC-17 info B      LOC-18 setting A   LOC-19 hard A
TIM-01 hard A      TIM-02 hard A      TIM-03 hard B      TIM-04 soft B      TIM-05 setting A
TIM-06 setting B   TIM-07 setting C   TIM-08 hard -
EMP-01 hard A      EMP-02 hard A      EMP-03 setting C   EMP-04 hard A      EMP-05 hard A
EMP-06 hard A      EMP-07 setting B   EMP-08 soft A      EMP-09 hard A
REP-01 setting A   REP-02 setting A   REP-03 setting A   REP-04 hard B      REP-05 setting A
REP-06 setting B   REP-07 setting B   REP-08 hard A      REP-09 soft A      REP-10 setting A
REP-11 soft B      REP-12 setting A   REP-13 setting B   REP-14 setting B
DIS-01 info A      DIS-02 info A      DIS-03 soft B      DIS-04 setting C   DIS-05 setting A
DIS-06 hard -
LEV-01 hard A      LEV-02 hard A      LEV-03 setting C   LEV-04 soft A      LEV-05 hard A
LEV-06 hard A      LEV-07 soft A      LEV-08 soft A      LEV-09 hard A      LEV-10 hard A
LEV-11 hard A      LEV-12 hard A
NIP-01 hard A      NIP-02 hard A      NIP-03 hard A      NIP-04 hard A      NIP-05 soft -
NIP-06 hard B      NIP-07 hard A      NIP-08 hard A
CMP-01 setting A   CMP-02 setting -   CMP-03 soft A
PRF-01 soft A      PRF-02 setting A   PRF-03 setting C
"""
_WORDS = LISTED.split()
CLASS_AND_GRADE = {
    id: (kind, grade) for id, kind, grade in zip(_WORDS[::3], _WORDS[1::3], _WORDS[2::3], strict=True)
}
