"""Assessments: grids filled in, scored, signed and followed over time, one engine for every Questionnaire.

Owns what a grid is to a person who fills it (`grid`), which grids there are (`catalogue`), the draft and its answers
(`drafting`, `answering`), signature with extraction (`signing`), corrections (`amending`), what the scores say
(`results`, `standing`). The rules of SDC are `fhir.sdc`'s; finding and running a questionnaire for somebody is
`care.questionnaires`'. Must not know HTML nor HTTP.
"""
