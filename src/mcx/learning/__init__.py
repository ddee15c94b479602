"""Application, admission, enrolment, assessment and results with their scale (ELM LearningAssessment)."""
