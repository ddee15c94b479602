"""The fields of study of ISCED-F 2013 (UNESCO Institute for Statistics, https://isced.uis.unesco.org).

Two digits name a broad, three a narrow, four a detailed field. A detailed code that ends in 0 stands for
its parent “not further defined”, one that ends in 9 for what is “not elsewhere classified”.
"""

from collections.abc import Mapping

from microcred.report import _

BROAD: Mapping[str, str] = {
    "00": _("Generic programmes and qualifications"),
    "01": _("Education"),
    "02": _("Arts and humanities"),
    "03": _("Social sciences, journalism and information"),
    "04": _("Business, administration and law"),
    "05": _("Natural sciences, mathematics and statistics"),
    "06": _("Information and communication technologies (ICTs)"),
    "07": _("Engineering, manufacturing and construction"),
    "08": _("Agriculture, forestry, fisheries and veterinary"),
    "09": _("Health and welfare"),
    "10": _("Services"),
}

NARROW: Mapping[str, str] = {
    "001": _("Basic programmes and qualifications"),
    "002": _("Literacy and numeracy"),
    "003": _("Personal skills and development"),
    "011": _("Education"),
    "021": _("Arts"),
    "022": _("Humanities (except languages)"),
    "023": _("Languages"),
    "031": _("Social and behavioural sciences"),
    "032": _("Journalism and information"),
    "041": _("Business and administration"),
    "042": _("Law"),
    "051": _("Biological and related sciences"),
    "052": _("Environment"),
    "053": _("Physical sciences"),
    "054": _("Mathematics and statistics"),
    "061": _("Information and communication technologies (ICTs)"),
    "071": _("Engineering and engineering trades"),
    "072": _("Manufacturing and processing"),
    "073": _("Architecture and construction"),
    "081": _("Agriculture"),
    "082": _("Forestry"),
    "083": _("Fisheries"),
    "084": _("Veterinary"),
    "091": _("Health"),
    "092": _("Welfare"),
    "101": _("Personal services"),
    "102": _("Hygiene and occupational health services"),
    "103": _("Security services"),
    "104": _("Transport services"),
}

DETAILED: Mapping[str, str] = {
    "0011": _("Basic programmes and qualifications"),
    "0021": _("Literacy and numeracy"),
    "0031": _("Personal skills and development"),
    "0111": _("Education science"),
    "0112": _("Training for pre-school teachers"),
    "0113": _("Teacher training without subject specialisation"),
    "0114": _("Teacher training with subject specialisation"),
    "0211": _("Audio-visual techniques and media production"),
    "0212": _("Fashion, interior and industrial design"),
    "0213": _("Fine arts"),
    "0214": _("Handicrafts"),
    "0215": _("Music and performing arts"),
    "0221": _("Religion and theology"),
    "0222": _("History and archaeology"),
    "0223": _("Philosophy and ethics"),
    "0231": _("Language acquisition"),
    "0232": _("Literature and linguistics"),
    "0311": _("Economics"),
    "0312": _("Political sciences and civics"),
    "0313": _("Psychology"),
    "0314": _("Sociology and cultural studies"),
    "0321": _("Journalism and reporting"),
    "0322": _("Library, information and archival studies"),
    "0411": _("Accounting and taxation"),
    "0412": _("Finance, banking and insurance"),
    "0413": _("Management and administration"),
    "0414": _("Marketing and advertising"),
    "0415": _("Secretarial and office work"),
    "0416": _("Wholesale and retail sales"),
    "0417": _("Work skills"),
    "0421": _("Law"),
    "0511": _("Biology"),
    "0512": _("Biochemistry"),
    "0521": _("Environmental sciences"),
    "0522": _("Natural environments and wildlife"),
    "0531": _("Chemistry"),
    "0532": _("Earth sciences"),
    "0533": _("Physics"),
    "0541": _("Mathematics"),
    "0542": _("Statistics"),
    "0611": _("Computer use"),
    "0612": _("Database and network design and administration"),
    "0613": _("Software and applications development and analysis"),
    "0711": _("Chemical engineering and processes"),
    "0712": _("Environmental protection technology"),
    "0713": _("Electricity and energy"),
    "0714": _("Electronics and automation"),
    "0715": _("Mechanics and metal trades"),
    "0716": _("Motor vehicles, ships and aircraft"),
    "0721": _("Food processing"),
    "0722": _("Materials (glass, paper, plastic and wood)"),
    "0723": _("Textiles (clothes, footwear and leather)"),
    "0724": _("Mining and extraction"),
    "0731": _("Architecture and town planning"),
    "0732": _("Building and civil engineering"),
    "0811": _("Crop and livestock production"),
    "0812": _("Horticulture"),
    "0821": _("Forestry"),
    "0831": _("Fisheries"),
    "0841": _("Veterinary"),
    "0911": _("Dental studies"),
    "0912": _("Medicine"),
    "0913": _("Nursing and midwifery"),
    "0914": _("Medical diagnostic and treatment technology"),
    "0915": _("Therapy and rehabilitation"),
    "0916": _("Pharmacy"),
    "0917": _("Traditional and complementary medicine and therapy"),
    "0921": _("Care of the elderly and of disabled adults"),
    "0922": _("Child care and youth services"),
    "0923": _("Social work and counselling"),
    "1011": _("Domestic services"),
    "1012": _("Hair and beauty services"),
    "1013": _("Hotel, restaurants and catering"),
    "1014": _("Sports"),
    "1015": _("Travel, tourism and leisure"),
    "1021": _("Community sanitation"),
    "1022": _("Occupational health and safety"),
    "1031": _("Military and defence"),
    "1032": _("Protection of persons and property"),
    "1041": _("Transport services"),
    "0188": _("Inter-disciplinary programmes and qualifications involving education"),
    "0288": _("Inter-disciplinary programmes and qualifications involving arts and humanities"),
    "0388": _(
        "Inter-disciplinary programmes and qualifications involving"
        " social sciences, journalism and information"
    ),
    "0488": _("Inter-disciplinary programmes and qualifications involving business, administration and law"),
    "0588": _(
        "Inter-disciplinary programmes and qualifications involving"
        " natural sciences, mathematics and statistics"
    ),
    "0688": _(
        "Inter-disciplinary programmes and qualifications involving"
        " information and communication technologies (ICTs)"
    ),
    "0788": _(
        "Inter-disciplinary programmes and qualifications involving"
        " engineering, manufacturing and construction"
    ),
    "0888": _(
        "Inter-disciplinary programmes and qualifications involving"
        " agriculture, forestry, fisheries and veterinary"
    ),
    "0988": _("Inter-disciplinary programmes and qualifications involving health and welfare"),
    "1088": _("Inter-disciplinary programmes and qualifications involving services"),
}

FIELDS: Mapping[str, str] = dict(sorted({**BROAD, **NARROW, **DETAILED}.items()))


def field_label(code: str) -> str:
    """The English label of a field; the code itself where it is not in the list."""
    return FIELDS.get(code, code)


def field_path(code: str) -> tuple[tuple[str, str], ...]:
    """The field with those it lies in, broadest first, as (code, label) pairs."""
    parts = (code[:length] for length in (2, 3, 4) if length <= len(code))
    return tuple((part, FIELDS[part]) for part in parts if part in FIELDS)


def field_groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """The detailed fields under the label of their broad one, as a form offers them."""
    return [
        (label, [(code, text) for code, text in sorted(DETAILED.items()) if code.startswith(broad)])
        for broad, label in BROAD.items()
    ]
