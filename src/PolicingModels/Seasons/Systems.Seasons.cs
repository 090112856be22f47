namespace PolicingModels;

public static partial class Systems
{
    private static readonly Lazy<SeasonalitySystem> s_seasonalityPlanner = new(MakeSeasonalityPlanner);

    /// <summary>How the months of the coming year compare, and whether the year gets better or worse, for every type of crime and area. Inferred.</summary>
    public static SeasonalitySystem SeasonalityPlanner => s_seasonalityPlanner.Value;

    private static SeasonalitySystem MakeSeasonalityPlanner() => new()
    {
        About = new SystemDescription(
            "seasonality-planner",
            "How do the months of the coming year compare, and is more or less crime to be expected than last year?",
            "type of crime × local policing area, each with the whole",
            "the coming twelve months",
            "made once a year or month; past plans are scored as their months are counted",
            new Provenance(ProvenanceKind.Inferred, "West Midlands Police, Freedom of Information response 1948A/25: 26 types of crime, every local policing area and the force, twelve months ahead, the expected relative occurrence of each month (improve or get worse). Method, intervals and accuracy are not published."))
        {
            NotPublished =
            [
                "The method: here one pooled model of this library for all types and areas together.",
                "What “improve or get worse” compares with: here the last twelve months, with an arrow only where a change beyond the threshold is probable.",
                "The 26 types and the number of areas: here those of the data.",
            ],
            OutOfScopeUses = ["Judging officers or areas by whether a forecast came true."],
        },
    };
}
