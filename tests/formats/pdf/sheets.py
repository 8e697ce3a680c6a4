"""Call sheets of our own invention for the tests: a small commercial and a big day with every field in use."""

from __future__ import annotations

from dataclasses import replace

from callboard.formats.pdf.callsheet import (
    AdvanceDay,
    BackgroundCall,
    BackPage,
    BannerLine,
    CallSheetDocument,
    CastCall,
    CompanyMove,
    ContactLine,
    CrewCall,
    DayTimes,
    Department,
    DepartmentNote,
    DietCount,
    EditionMark,
    Emergency,
    EquipmentExtra,
    FrontPage,
    KeyPerson,
    LocationSheet,
    MealCount,
    MinorHours,
    PaperColor,
    PersonalPart,
    Production,
    Revision,
    SceneLine,
    ShootDay,
    StandInCall,
    SunTimes,
    TransportOrder,
    WalkieChannel,
    Weather,
)

BLUE = PaperColor("Blue", "#C6EDFE")
PINK = PaperColor("Pink", "#FDCCD4")
WHITE = PaperColor("White", "#FFFFFF")

FAMILY_NAMES = """
    Adeyemi Baptiste Castellanos Dvorak Eriksen Fontaine Grabowski Haddad Ibarra Jankowski Kowalczyk Lindqvist
    Moreau Nakamura Oyelaran Petrov Quispe Rautio Santangelo Thistlewood Uribe Valcourt Wexford Yilmaz Zielinski
    """.split()  # noqa: SIM905 - read as a list of names
GIVEN_NAMES = "Ada Bruno Carmen Desta Elif Farid Greta Hanna Ivo Jun Kalle Lena Mirko Nadia Oskar".split()  # noqa: SIM905

CREW_BY_DEPARTMENT = {
    "Production": ("Production manager", "Production coordinator", "Assistant coordinator", "Office assistant"),
    "Assistant directors": ("1st assistant director", "2nd assistant director", "2nd 2nd AD", "Set PA", "Set PA"),
    "Camera": (
        "Director of photography",
        "Camera operator",
        "1st AC, A camera",
        "2nd AC, A camera",
        "1st AC, B camera",
        "DIT",
    ),
    "Electric": ("Gaffer", "Best boy electric", "Electrician", "Electrician", "Generator operator"),
    "Grip": ("Key grip", "Best boy grip", "Dolly grip", "Grip", "Grip"),
    "Sound": ("Sound mixer", "Boom operator", "Utility sound"),
    "Art department": ("Production designer", "Art director", "Set decorator", "On-set dresser", "Swing"),
    "Props": ("Property master", "Assistant props"),
    "Wardrobe": ("Costume designer", "Wardrobe supervisor", "Set costumer", "Costumer"),
    "Make-up and hair": ("Head of make-up", "Make-up artist", "Head of hair", "Hair stylist"),
    "Special effects and stunts": ("SFX supervisor", "SFX technician", "Stunt coordinator"),
    "Locations": ("Location manager", "Assistant location manager", "Location assistant", "Location assistant"),
    "Transport": ("Transport captain", "Unit driver 1", "Unit driver 2", "Camera truck", "Grip truck"),
    "Catering and medical": ("Caterer", "Assistant caterer", "Set medic", "Studio teacher", "Data wrangler"),
}


def an_invented_name(index: int) -> str:
    return f"{GIVEN_NAMES[index % len(GIVEN_NAMES)]} {FAMILY_NAMES[(index * 7) % len(FAMILY_NAMES)]}"


def sixty_crew() -> tuple[Department, ...]:
    departments = []
    index = 0
    for name, positions in CREW_BY_DEPARTMENT.items():
        crew = []
        for position in positions:
            call, offset = ("05:30", "pre-call −1:30") if position == "Generator operator" else ("07:00", "")
            call = "O/C" if position == "Production manager" else call
            crew.append(CrewCall(position, an_invented_name(index), call, offset, ""))
            index += 1
        departments.append(Department(name, tuple(crew), call="06:30" if name == "Make-up and hair" else ""))
    return tuple(departments)


def nine_cast() -> tuple[CastCall, ...]:
    characters = ("Mara", "Tobias", "Inspector", "Wren", "Old Pell", "Harbormaster", "Nurse", "Fishmonger", "Dot")
    statuses = ("SW", "W", "W", "WF", "SWF", "H", "W", "PW", "SW")
    return tuple(
        CastCall(
            number=str(index + 1),
            character=character,
            artist=an_invented_name(40 + index),
            status=statuses[index],
            pick_up=f"05:{10 + index}",
            report=f"06:{10 + index}",
            make_up=f"06:{25 + index}",
            wardrobe=f"07:{10 + index}",
            on_set=f"07:{30 + index}",
            remarks="Bring own glasses" if index == 2 else "",
            is_minor=character == "Dot",
        )
        for index, character in enumerate(characters)
    )


def a_big_production() -> Production:
    return Production(
        company="Lanternfish Pictures Ltd",
        title="The Salt Ledger",
        episode="Episode 103: Low Water",
        office_address="Unit 4, Ropewalk Yard, Port Ellery PE1 7QT",
        office_phone="+44 20 7946 0101",
        key_people=(
            KeyPerson("Executive producer", "Odile Marchetti", "+44 20 7946 0102"),
            KeyPerson("Producer", "Samir Oduya", "+44 20 7946 0103"),
            KeyPerson("Director", "Ines Valcourt", "+44 20 7946 0104"),
            KeyPerson("UPM", "Petra Lindqvist", "+44 20 7946 0105"),
            KeyPerson("1st AD", "Kofi Rautio", "+44 20 7946 0106"),
            KeyPerson("2nd AD", "Ada Brandt", "+44 20 7946 0107"),
        ),
    )


def a_big_running_order() -> tuple[SceneLine | BannerLine, ...]:
    return (
        SceneLine("12", "EXT", "HARBOR WALL", "DAY", "1 4/8", "1, 2, 9", "Mara finds the ledger under the nets.",
                  "1", "08:00", "Wet-down; camera boat standing by", "#FFF9B0"),
        SceneLine("A13", "EXT", "HARBOR WALL, STEPS", "DAY", "4/8", "1, 9", "Dot runs for the ferry.", "1", "10:15",
                  "", "#FFF9B0"),
        BannerLine("Company move to Stage 2", "11:30"),
        SceneLine("14", "INT", "HARBORMASTER'S OFFICE", "DAY", "2 3/8", "1, 2, 3, 6",
                  "The inspector wants a signature.", "2", "12:15", "", "#FFFFFF"),
        BannerLine("Lunch, one hour", "13:00"),
        SceneLine("15", "INT", "NURSE'S FLAT", "NIGHT", "1 1/8", "4, 7", "Wren hides the key.", "2", "14:00", "",
                  "#CFE8FF"),
        SceneLine("16pt", "INT", "FISH MARKET", "DAWN", "7/8", "5, 8", "The market opens; 24 background.", "2", "16:10",
                  "", "#FFFFFF"),
    )  # fmt: skip


def a_big_front() -> FrontPage:
    order = a_big_running_order()
    return FrontPage(
        locations=(
            LocationSheet("1", "North Quay", "Quay Road, Port Ellery PE1 2AB", "Harbor wall, steps",
                          "Ferry car park, Quay Road", "Dock Street multi-storey, levels 2–3", "Sailors' Hall",
                          "Bea Thorne, harbor office", "https://maps.example.org/?q=54.1,-3.2",
                          "Hard hats beyond the second bollard."),
            LocationSheet("2", "Ropewalk Stages, Stage 2", "Ropewalk Yard, Port Ellery PE1 7QT", "Office, flat, market",
                          "Stage car park", "Yard B", "Green room, Stage 1"),
        ),
        company_moves=(CompanyMove("11:30", "North Quay", "Ropewalk Stages", "25 minutes; minibus from the hall"),),
        running_order=order,
        total_pages="6 3/8",
        total_time="10 h 15 min",
        cast=nine_cast(),
        stand_ins=(StandInCall("Yusuf Calder", "Mara (1)", "06:45", "07:30", "Same coat as scene 12"),),
        background=(
            BackgroundCall(10, "Fishermen", "06:30", "08:00", "Sailors' Hall", "Oilskins, no logos", "4 with nets"),
            BackgroundCall(8, "Ferry passengers", "07:15", "10:00", "Sailors' Hall", "Winter coats", ""),
            BackgroundCall(6, "Market traders", "13:00", "16:00", "Green room, Stage 1", "Aprons", "Own boots"),
        ),
        minors=(
            MinorHours("9", "Lena Ostrow", "8", "06:30", "3 h, Stage 1 schoolroom", "max. 3 h", "14:30",
                       "Marta Ostrow (mother)", "Helene Falk", "Leaves before the move back"),
        ),
        advance=(
            AdvanceDay("Day 5", "Friday, November 27", "07:30", "North Quay",
                       (SceneLine("17", "EXT", "FERRY DECK", "DAY", "2 1/8", "1, 2", "They cross.", "1", "08:30"),),
                       "Weather cover: scene 22"),
            AdvanceDay("Day 6", "Monday, November 30", "16:00", "Ropewalk Stages",
                       (SceneLine("21", "INT", "CELLAR", "NIGHT", "3", "1, 3, 5", "The count.", "2", "17:00"),)),
        ),
        safety=(
            "Working near water: life jackets within 2 m of the quay edge, safety boat on channel 6.",
            "Smoke in scene 16: ventilate between takes; tell the medic about asthma.",
        ),
        is_closed_set=True,
        are_photos_forbidden=True,
        notices=("Quiet on the quay before 07:00, neighbors asleep.",),
    )  # fmt: skip


def a_big_back() -> BackPage:
    return BackPage(
        departments=sixty_crew(),
        meals=(
            MealCount("Breakfast", "06:00", "Ferry car park", 9, 60, 18, 3),
            MealCount("Lunch", "13:00", "Stage 2 canteen", 9, 60, 24, 5),
        ),
        diets=(DietCount("Vegetarian", 11), DietCount("Vegan", 4), DietCount("No nuts", 2)),
        department_notes=(
            DepartmentNote("Props", ("Ledger, hero and two doubles", "Brass key on ribbon")),
            DepartmentNote("SFX", ("Low smoke, scene 16",)),
            DepartmentNote("Stunts", ("Slip on the steps, A13: pads and safety",)),
            DepartmentNote("Animals", ("One gull handler, scene 12",)),
            DepartmentNote("Vehicles", ("Period trawler van, on set 09:30",)),
            DepartmentNote("Camera", ("Splash housing", "Second body for boat")),
            DepartmentNote("Grip", ("Scaffold tower 4 m",)),
            DepartmentNote("Electric", ("Generator 60 kVA from 05:30",)),
        ),
        transport=(
            TransportOrder("Unit car 1", "Wim Achterberg", "+44 20 7946 0140", "Cast 1, 9 with guardian",
                           "Hotel Beacon", "North Quay", "05:10", "05:50", "Child seat"),
            TransportOrder("Minibus", "Sol Pereira", "+44 20 7946 0141", "Background", "Sailors' Hall", "Stage 2",
                           "12:30", "12:55"),
        ),
        channels=(
            WalkieChannel("1", "Production"),
            WalkieChannel("2", "Private conversations"),
            WalkieChannel("3", "Camera"),
            WalkieChannel("6", "Safety boat"),
        ),
        equipment=(EquipmentExtra("Camera boat with skipper", "1", "Camera", "Ellery Marine", "On the water 07:30"),),
        contacts=(
            ContactLine("Police liaison", "Sgt. Imre Toth", "+44 20 7946 0150", "film.liaison@ellery.example"),
            ContactLine("Catering", "Copper Ladle Ltd", "+44 20 7946 0151", "kitchen@copperladle.example"),
        ),
        general_notes=("Car pools leave from the station at 06:15.", "Lost property: 2nd AD's desk."),
    )  # fmt: skip


def a_big_day() -> CallSheetDocument:
    return CallSheetDocument(
        production=a_big_production(),
        day=ShootDay(4, "Thursday, November 26, 2026", 31, "Main unit"),
        edition=EditionMark(
            "Edition 2",
            "preliminary",
            BLUE,
            "Wed, Nov 25, 19:12",
            "Ada Brandt, 2nd AD",
            "https://callboard.example.org/s/7Qm2Zr",
        ),
        times=DayTimes("07:00", "08:00", "18:30", "06:00", "13:00", (("Weather cover call", "08:30"),)),
        emergency=Emergency(
            "999",
            "Port Ellery General",
            "Infirmary Road, PE2 9ZZ",
            "+44 20 7946 0199",
            "4.2 km, 9 min",
            "Noor Aziz, channel 1",
        ),
        script=Revision(PINK, "v7", "Nov 20"),
        schedule=Revision(WHITE, "v3", "Nov 23"),
        weather=Weather("Showers, clearing", "9 °C", "4 °C", "SW 28 km/h, gusts 45", "60 % until 10:00"),
        sun=SunTimes("07:52", "15:58", "07:14", "16:36"),
        front=a_big_front(),
        back=a_big_back(),
        personal=PersonalPart(
            "Nadia Petrov", "Generator operator, Electric", "05:30", "Ferry car park, Quay Road", "Generator by 06:15"
        ),
    )


def a_small_commercial() -> CallSheetDocument:
    return CallSheetDocument(
        production=Production(
            "Brightside & Sons Studio",
            "Copper Kettle, 30 s",
            "",
            "",
            "",
            (KeyPerson("Director", "Junia Haddad", "+1 212 555 0111"), KeyPerson("Producer", "Cal Wexford")),
        ),
        day=ShootDay(1, "Friday, June 12, 2026", 1),
        edition=EditionMark(
            "Edition 1", "final", WHITE, "Thu, Jun 11, 17:00", "", "https://callboard.example.org/s/kettle"
        ),
        times=DayTimes("8:00 AM", "9:30 AM", "6:00 PM", "7:30 AM", "1:00 PM"),
        emergency=Emergency("911", "St. Brannock's", "410 Harlow Avenue", "+1 212 555 0199"),
        sun=SunTimes("5:24 AM", "8:28 PM", "4:51 AM", "9:01 PM"),
        front=FrontPage(
            locations=(LocationSheet("A", "Kitchen studio", "77 Mercer Lane", "", "Lobby", "Lot 3", "Loft"),),
            running_order=(
                SceneLine("1", "INT", "KITCHEN", "DAY", "", "1", "Kettle sings.", "A", "9:30 AM"),
                SceneLine("2", "INT", "KITCHEN", "DAY", "", "1, 2", "Pour, close on steam.", "A", "11:00 AM"),
                BannerLine("Lunch", "1:00 PM"),
                SceneLine("3", "INT", "KITCHEN", "DAY", "", "", "Pack shot.", "A", "2:00 PM"),
            ),
            cast=(
                CastCall("1", "Mother", "Rosalind Achebe", "SWF", "", "8:00 AM", "8:10 AM", "8:50 AM", "9:30 AM"),
                CastCall("2", "Neighbor", "Theo Strand", "SWF", "", "9:30 AM", "9:40 AM", "10:20 AM", "11:00 AM"),
            ),
        ),
        back=BackPage(
            departments=(
                Department("Camera", (CrewCall("DP", "Mirko Dvorak", "8:00 AM"),
                                      CrewCall("1st AC", "Ivo Quispe", "7:30 AM"))),
                Department("Food", (CrewCall("Food stylist", "Carmen Uribe", "7:00 AM", "pre-call −1:00"),)),
            ),
        ),
    )  # fmt: skip


HOSTILE = r"#panic() $x^2$ *bold* _it_ @ref <label> \ `raw` // /* ] } = head #image('/etc/passwd') %(page)s"


def hostile_texts() -> CallSheetDocument:
    """Every place a stranger may type into holds typst's own signs."""
    return CallSheetDocument(
        production=Production(HOSTILE, "*Title* #1", "<ep>", "@office", "$1", (KeyPerson("#role", "\\name", "*9*"),)),
        day=ShootDay(1, "$day$", None, "#unit"),
        edition=EditionMark("#ed", "final", PaperColor("<blue>", "#x"), "*now*", "@me", "javascript:alert(1)"),
        times=DayTimes("#07:00", others=(("_label_", "$t$"),)),
        emergency=Emergency("*112*", HOSTILE),
        front=FrontPage(
            locations=(LocationSheet("#", HOSTILE, map_url="javascript:alert(1)"),),
            running_order=(SceneLine("#1", "$", HOSTILE, "*", "_", synopsis=HOSTILE), BannerLine(HOSTILE)),
            cast=(CastCall("#", "*Star*", "O'Brien <artist@example>", remarks=HOSTILE),),
            safety=(HOSTILE,),
        ),
        back=BackPage(
            departments=(Department(HOSTILE, (CrewCall("= position", "#name", "$5"),)),), general_notes=(HOSTILE,)
        ),
    )


def many_scripts() -> CallSheetDocument:
    """Names in Cyrillic, Greek, Vietnamese, Polish, Chinese and Japanese."""
    names = ("Анастасия Щербакова", "Ελένη Παπαδοπούλου", "Nguyễn Thị Bích Ngọc", "Łucja Żółć", "李小龍", "さくら 田中")
    return CallSheetDocument(
        production=Production("Кинокомпания «Фонарь»", "Пятая соль · 第五の塩"),
        day=ShootDay(2, "26 ноября 2026"),
        edition=EditionMark("Издание 1", "final", WHITE),
        times=DayTimes("07:00"),
        emergency=Emergency("112", "Городская больница № 3"),
        front=FrontPage(cast=tuple(CastCall(str(i), "Роль", name) for i, name in enumerate(names, 1))),
    )


def very_long_names() -> CallSheetDocument:
    long_name = "Wolfeschlegelsteinhausenbergerdorff-Castellanos-Montenegro Maximiliane Theodosia"
    unbroken = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
    return CallSheetDocument(
        production=Production(
            f"{long_name} & Partners Moving Picture Company of the Northern Isles",
            "The Extraordinarily Long and Winding Tale of the Lighthouse Keeper's Seventh Granddaughter",
            f"Episode 1: {unbroken}",
            key_people=(KeyPerson("Executive producer for the network", long_name, "+49 30 5550 0123 ext. 4567"),),
        ),
        day=ShootDay(114, "Wednesday, September 30, 2026", 128, "Second unit, splinter, aerial and underwater"),
        edition=EditionMark("Edition 14, corrected", "preliminary", PaperColor("Double Goldenrod", "#FACD39")),
        times=DayTimes("11:45 PM", others=((unbroken, "12:30 AM"),)),
        emergency=Emergency("112", unbroken, long_name),
        front=FrontPage(
            locations=(LocationSheet("Stage 14B", unbroken, long_name, unbroken, unbroken, long_name, unbroken),),
            running_order=(
                SceneLine("I-110A-pt2", "INT/EXT", unbroken, "CONTINUOUS", "12 4/8",
                          "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12", long_name, "Stage 14B", "11:45 PM"),
            ),
            cast=(CastCall("101A", long_name, unbroken, "SWDPWF", "10:45 PM", "11:45 PM", "11:50 PM", "12:10 AM",
                           "12:45 AM", unbroken),),
            background=(BackgroundCall(1200, unbroken, "10:00 PM", "11:00 PM", unbroken, long_name, unbroken),),
        ),
        back=BackPage(
            departments=(Department(unbroken, (CrewCall(unbroken, long_name, "per HOD", "pre-call −12:45",
                                                        "+49 30 5550 0123"),)),),
            contacts=(ContactLine(unbroken, long_name, "+49 30 5550 0123 ext. 4567",
                                  "a.very.long.mailbox.name@subdomain.of.production.example"),),
        ),
    )  # fmt: skip


def a_crowded_day() -> CallSheetDocument:
    """More than two sides can hold: 70 scenes and 40 artists."""
    big = a_big_day()
    scenes = tuple(
        SceneLine(str(n), "INT", f"ROOM {n}", "DAY", "1/8", "1", f"What happens in room {n}.", "1")
        for n in range(1, 71)
    )
    cast = tuple(CastCall(str(n), f"Guest {n}", an_invented_name(n), "SWF", report="07:00") for n in range(1, 41))
    return replace(big, front=replace(big.front, running_order=scenes, cast=cast))
