"""The invented district of Yunling, its seven sectors and its enterprises. No code of GB/T 2260 begins with 99."""

REGION = "99"
DISTRICT = "990101"
NEIGHBOUR = "990102"

REGIONS = {
    REGION: ("示例省", "Sample Province"),
    "9901": ("云川市", "Yunchuan City"),
    DISTRICT: ("云岭区", "Yunling District"),
    NEIGHBOUR: ("溪桥区", "Xiqiao District"),
}

SECTORS = {
    "non_coal_mines": ("非煤矿山", "Non-coal mines"),
    "hazardous_chemicals": ("危险化学品", "Hazardous chemicals"),
    "transport": ("交通运输", "Transport"),
    "construction": ("建筑施工", "Construction"),
    "town_gas": ("城镇燃气", "Town gas"),
    "fire": ("消防", "Fire safety"),
    "metallurgy_trade": ("冶金工贸", "Metallurgy, industry and trade"),
}

# The third to eighth place of a registration code is the district: 990101 marks what belongs to the sample.
ORGANIZATIONS = {
    "government": (
        "authority",
        ("云岭区人民政府", "Yunling District Government"),
        (
            "辖6个街道、2个镇，常住人口41万，规模以上工业企业63家。",
            "Six streets and two towns, 410,000 residents, 63 larger industrial enterprises.",
        ),
    ),
    "emergency": (
        "authority",
        ("云岭区应急管理局", "Yunling Emergency Management Bureau"),
        ("区安委会办公室设在该局。", "Seat of the office of the district's work safety committee."),
    ),
    "housing": ("authority", ("云岭区住房和城乡建设局", "Yunling Housing and Construction Bureau"), ("", "")),
    "roads": ("authority", ("云岭区交通运输局", "Yunling Transport Bureau"), ("", "")),
    "yuntai": (
        "enterprise",
        ("云岭云台建设有限公司", "Yuntai Construction Co."),
        (
            "房屋建筑工程施工总承包，在册员工286人，现有在建工地2处。主要负责人：段宏。",
            "General contractor for buildings, 286 employees, two sites under construction. Person in charge: Duan Hong.",
        ),
    ),
    "hongtai": (
        "enterprise",
        ("云岭宏泰金属制品有限公司", "Hongtai Metalwork Co."),
        (
            "金属冲压件和热处理加工，员工164人，冲床22台。主要负责人：蒋文斌。",
            "Pressed metal parts and heat treatment, 164 employees, 22 presses. Person in charge: Jiang Wenbin.",
        ),
    ),
    "shunda": (
        "enterprise",
        ("云岭顺达物流有限公司", "Shunda Logistics Co."),
        (
            "仓储和道路货运，员工210人，货车58辆，叉车17台。主要负责人：潘立群。",
            "Storage and road haulage, 210 employees, 58 lorries, 17 forklifts. Person in charge: Pan Liqun.",
        ),
    ),
    "qingyuan": (
        "enterprise",
        ("云岭清源化工有限公司", "Qingyuan Chemicals Co."),
        (
            "工业溶剂储存和分装，员工78人，构成三级重大危险源。主要负责人：贺光明。",
            "Storage and filling of industrial solvents, 78 employees, a third-class major hazard source. Person in charge: He Guangming.",
        ),
    ),
    "qingshiling": (
        "enterprise",
        ("云岭青石岭矿业有限公司", "Qingshiling Quarry Co."),
        (
            "建筑石料露天开采，员工46人。主要负责人：覃大勇。",
            "Open quarry for building stone, 46 employees. Person in charge: Qin Dayong.",
        ),
    ),
    "gas": (
        "enterprise",
        ("云岭城市燃气有限公司", "Yunling Town Gas Co."),
        (
            "管道天然气供应，居民用户9.6万户，员工132人。主要负责人：邱敏。",
            "Piped natural gas for 96,000 households, 132 employees. Person in charge: Qiu Min.",
        ),
    ),
    "baihui": (
        "enterprise",
        ("云岭百汇商业管理有限公司", "Baihui Retail Co."),
        (
            "商业综合体，建筑面积7.2万平方米，商户214家。主要负责人：殷萍。",
            "Shopping centre of 72,000 m², 214 tenants. Person in charge: Yin Ping.",
        ),
    ),
    "yongxing": (
        "enterprise",
        ("云岭永兴木业加工厂", "Yongxing Woodworks"),
        (
            "板材加工，员工9人，租用村集体厂房。主要负责人：曾祥。",
            "Wooden panels, nine employees, in a rented village hall. Person in charge: Zeng Xiang.",
        ),
    ),
    "guan": (
        "contractor",
        ("云岭固安架业劳务有限公司", "Gu'an Scaffolding Labour Co."),
        ("脚手架搭设专业分包，员工34人。", "Subcontractor for scaffolding, 34 employees."),
    ),
}

# organization, sector, name, address, marks
SITES = {
    "cuihu": (
        "yuntai",
        "construction",
        ("翠湖家园三期工地", "Cuihu Homes, phase 3"),
        ("翠湖路18号", "18 Cuihu Road"),
        (),
    ),
    "school": (
        "yuntai",
        "construction",
        ("第二中学扩建工地", "Second Middle School extension"),
        ("书院街5号", "5 Shuyuan Street"),
        (),
    ),
    "press": (
        "hongtai",
        "metallurgy_trade",
        ("冲压车间", "Press shop"),
        ("工业园二路9号", "9 Second Industrial Road"),
        (),
    ),
    "furnace": (
        "hongtai",
        "metallurgy_trade",
        ("热处理车间", "Heat treatment"),
        ("工业园二路9号", "9 Second Industrial Road"),
        (),
    ),
    "depot": ("shunda", "transport", ("北站仓储中心", "North Station depot"), ("站北路66号", "66 Zhanbei Road"), ()),
    "fleet": ("shunda", "transport", ("城西车队", "West fleet yard"), ("西环路120号", "120 West Ring Road"), ()),
    "tanks": (
        "qingyuan",
        "hazardous_chemicals",
        ("溶剂罐区", "Solvent tank farm"),
        ("化工大道3号", "3 Chemical Avenue"),
        ("major_hazard_source",),
    ),
    "quarry": (
        "qingshiling",
        "non_coal_mines",
        ("青石岭采场", "Qingshiling quarry"),
        ("石桥镇青石岭村", "Qingshiling village, Shiqiao"),
        ("small_scattered_remote",),
    ),
    "station": (
        "gas",
        "town_gas",
        ("东门储配站", "East Gate gas station"),
        ("东门外路2号", "2 Dongmenwai Road"),
        ("major_hazard_source",),
    ),
    "oldtown": ("gas", "town_gas", ("老街管网", "Old Street network"), ("老街片区", "Old Street quarter"), ()),
    "mall": (
        "baihui",
        "fire",
        ("百汇广场", "Baihui Plaza"),
        ("人民中路88号", "88 Renmin Middle Road"),
        ("crowded_place",),
    ),
    "panels": (
        "yongxing",
        "metallurgy_trade",
        ("板材加工点", "Panel workshop"),
        ("石桥镇下湾村", "Xiawan village, Shiqiao"),
        ("small_scattered_remote",),
    ),
}
