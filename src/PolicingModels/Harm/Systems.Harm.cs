using PolicingModels.HarmIndex;

namespace PolicingModels;

public static partial class Systems
{
    // Static properties are set in the order of the text, and All in the other part would run first or last by chance: these are made on demand once.
    private static readonly Lazy<HarmListSystem> s_vawg100 = new(MakeVawg100), s_violenceHarm = new(MakeViolenceHarm), s_precisionPatrol = new(MakePrecisionPatrol), s_dauntless = new(MakeDauntless);

    /// <summary>Who is named as a suspect of the most harmful offences against women and girls in the last 365 days. The rule is published; the list of offence codes is a setting.</summary>
    public static HarmListSystem Vawg100 => s_vawg100.Value;

    /// <summary>Which wards saw the most harm from weapons crimes against personal victims in the last 365 days. The rule is published; the list of offence codes is a setting.</summary>
    public static HarmListSystem PrecisionPatrol => s_precisionPatrol.Value;

    /// <summary>Who is connected with the most violent harm by two indices together. That two indices are used is published; how is inferred.</summary>
    public static HarmListSystem ViolenceHarm => s_violenceHarm.Value;

    /// <summary>Which domestic abuse suspects offended most recently, most often and most gravely. The components are published; how they combine is inferred and the point tables are illustrations.</summary>
    public static HarmListSystem Dauntless => s_dauntless.Value;

    /// <summary>Sexual offences, stalking, harassment, coercion and the offences that the strategy on violence against women and girls names. A setting: no force has published its list.</summary>
    public static IReadOnlyList<string> VawgCodes { get; } =
    [
        "17A", "17B", "19C", "19D", "19E", "19F", "19G", "19H", "19J", "19K", "20A", "20B", "21", "22A", "22B", "70", "71", "73", "88A", "88C", "88E",
        "017/13", "017/15", "019/08", "019/16", "019/17", "019/18", "019/19", "020/03", "020/05",
        "8L", "8M", "8Q", "8R", "195/94", "195/12", "008/30", "008/31", "008/65", "008/66", "008/67", "008/71", "008/72", "008/52", "036/05",
    ];

    /// <summary>Homicide, assaults, threats and kidnapping: offences that count as violence against women and girls where the record says domestic.</summary>
    public static IReadOnlyList<string> ViolenceCodes { get; } =
    [
        "1", "2", "3A", "3B", "4.1", "5D", "5E", "8N", "8P", "8S", "36", "105A", "105B",
        "001/01", "002/00", "003/01", "003/02", "004/01", "005/01", "008/01", "008/06", "008/59", "008/60", "036/01", "036/03", "105/01",
    ];

    /// <summary>Crimes against a person in which a weapon may be used; whether one was, the record must say.</summary>
    public static IReadOnlyList<string> WeaponCrimeCodes { get; } = [.. ViolenceCodes, "34A", "34B", "034/01", "034/02", "008/62", "008/64", "10A", "19C", "19F", "019/08"];

    /// <summary>Which crime-tree code stands for a Home Office class in the weights of the Office for National Statistics. Our reading of the titles of both tables, to be replaced by the force's own crosswalk.</summary>
    public static IReadOnlyDictionary<string, string> OnsAliases { get; } = new Dictionary<string, string>
    {
        ["001/01"] = "1", ["002/00"] = "2", ["003/01"] = "3B", ["003/02"] = "3A", ["004/01"] = "1", ["005/01"] = "5D", ["008/01"] = "8N", ["008/06"] = "8N", ["008/59"] = "8P", ["008/60"] = "8P",
        ["034/01"] = "34B", ["034/02"] = "34B", ["036/01"] = "36", ["036/03"] = "36", ["105/01"] = "105A", ["008/26"] = "10D", ["008/27"] = "10D", ["008/11"] = "10C", ["008/62"] = "10D", ["008/64"] = "10D",
        ["062/01"] = "62A", ["4.1"] = "1",
    };

    private static HarmListSystem MakeVawg100() => new()
    {
        About = new SystemDescription(
            "vawg-100",
            "Who is named as a suspect of the most harmful offences against women and girls in the last 365 days?",
            "person (named suspect)",
            "the 365 days before the as-of date; it forecasts nothing",
            "recalculated every four weeks; forces have reported both weekly and monthly",
            new Provenance(ProvenanceKind.Published, "Metropolitan Police, Freedom of Information response 01.FOI.23.032794: the Cambridge Crime Harm Index of each offence of which a person is a named suspect in the preceding 365 days, summed per person, ranked; history before has no effect."))
        {
            NotPublished =
            [
                "The list of offence codes: here the sexual, stalking, harassment and coercion codes, and violence that the record marks as domestic.",
                "Whether co-suspects share an offence, what happens to ties at the hundredth place, whether a report needs a minimum of evidence, and when a name expires: all are settings here and printed with the list.",
                "What is done where one code has several scores: here the lowest, with the highest possible sum beside it.",
            ],
            OutOfScopeUses = ["Treating a named suspect as an offender: most of what is scored is unproven."],
        },
        ListedBy = HarmUnit.Person,
        Offences =
        [
            new OffenceClause("sexual offences, stalking, harassment and coercion") { Codes = VawgCodes },
            new OffenceClause("domestic violence") { Codes = ViolenceCodes, Where = [new ColumnCondition("domestic", "yes", "true", "1", "y")] },
        ],
        Indices = [new SystemIndex(CambridgeCrimeHarmIndex.Principal)],
    };

    private static HarmListSystem MakePrecisionPatrol() => new()
    {
        About = new SystemDescription(
            "precision-patrol",
            "Which wards saw the most harm from weapons crimes against personal victims in the last 365 days?",
            "ward (area)",
            "the 365 days before the as-of date; it forecasts nothing",
            "recalculated every four weeks (a setting)",
            new Provenance(ProvenanceKind.Published, "Metropolitan Police, Freedom of Information response 01.FOI.23.032794: the Cambridge Crime Harm Index of weapons crimes against personal victims summed per ward over 365 days, wards ranked from 1 to 679."))
        {
            NotPublished =
            [
                "The list of offence codes: here violence, robbery, threats and rape in which the record says that a weapon was used.",
                "How a weapon is recognised: here by a column “weapon”.",
            ],
            OutOfScopeUses = ["Grounds for a stop or a search of anyone.", "Measuring whether patrols or searches worked: in the published pilot the areas did no better or worse than those compared with."],
        },
        ListedBy = HarmUnit.Area,
        Offences = [new OffenceClause("weapons crimes against personal victims") { Codes = WeaponCrimeCodes, Where = [new ColumnCondition("weapon", "knife", "firearm", "other", "yes", "true", "1", "y")], PersonalVictim = true }],
        Indices = [new SystemIndex(CambridgeCrimeHarmIndex.Principal)],
        Top = null,
    };

    private static HarmListSystem MakeViolenceHarm() => new()
    {
        About = new SystemDescription(
            "violence-harm",
            "Who is connected with the most violent harm, by sentencing guidelines and by sentences imposed together?",
            "person (suspected, charged or convicted)",
            "the 365 days before the as-of date; it forecasts nothing",
            "recalculated every four weeks (a setting)",
            new Provenance(ProvenanceKind.Inferred, "The Metropolitan Police say of their Violence Harm Assessment that scoring uses the Cambridge index and the scores of the Office for National Statistics; how the two combine, the window and the threshold are not published. Here: half of each, over 365 days."))
        {
            NotPublished =
            [
                "How the two indices combine: here the mean of the two scores in days.",
                "Window, threshold and offence list: here 365 days, the first hundred, and violence, robbery, weapons and rape.",
            ],
            OutOfScopeUses = ["Finding members of gangs, or saying that anyone belongs to one."],
        },
        ListedBy = HarmUnit.Person,
        Offences = [new OffenceClause("violence, robbery, weapons and rape") { Codes = [.. WeaponCrimeCodes, "62A", "008/11", "008/26", "008/27", "10C", "10D", "10B"] }],
        Indices =
        [
            new SystemIndex(CambridgeCrimeHarmIndex.Principal) { Weight = 0.5 },
            new SystemIndex(OnsCrimeSeverityScore.December2020) { Weight = 0.5, Aliases = OnsAliases },
        ],
        ExcludeProactive = false,
    };

    private static HarmListSystem MakeDauntless() => new()
    {
        About = new SystemDescription(
            "dauntless",
            "Which domestic abuse suspects offended most recently, most often and most gravely?",
            "person (suspected, charged or convicted)",
            "the 365 days before the as-of date; it forecasts nothing",
            "recalculated every four weeks (a setting)",
            new Provenance(ProvenanceKind.Inferred, "Metropolitan Police, Freedom of Information response 01.FOI.23.032794, and decision PCD 931 of the Mayor’s Office (2020): the Cambridge index in tandem with recency, frequency and gravity; the list of domestic abuse perpetrators moved from recency-frequency-gravity to recency-frequency-harm. Combination and point tables are not published; the tables here are illustrations."))
        {
            NotPublished =
            [
                "The point tables of recency, frequency and gravity: here invented examples, to be replaced.",
                "How the components combine: here the product of the points, and beside it the list by harm alone.",
                "Whether incidents that are no crimes count toward frequency: here they do not.",
            ],
            OutOfScopeUses = ["Assessing the risk to a victim: use the assessments made for that."],
        },
        ListedBy = HarmUnit.Person,
        Offences = [new OffenceClause("domestic offences") { Where = [new ColumnCondition("domestic", "yes", "true", "1", "y")] }],
        Indices = [new SystemIndex(CambridgeCrimeHarmIndex.Principal)],
        ExcludeProactive = false,
        PriorityLists =
        [
            new PriorityList("recency-frequency-gravity", RecencyFrequencyGravityOptions.Example),
            new PriorityList("recency-frequency-harm", RecencyFrequencyGravityOptions.Example with { Measure = GravityMeasure.TotalHarm }),
        ],
    };
}
