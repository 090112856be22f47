namespace PolicingModels;

public static partial class Systems
{
    private static readonly Lazy<GridSystem> s_knifeCrime = new(MakeKnifeCrime), s_seriousViolence = new(MakeSeriousViolence), s_vehicleTheft = new(MakeVehicleTheft);

    /// <summary>Where knife crime with injury is relatively more likely in the coming four weeks, in cells of 1 km². Inferred.</summary>
    public static GridSystem KnifeCrime => s_knifeCrime.Value;

    /// <summary>Where most serious violence is relatively more likely in the coming four weeks, in cells of 0.5 km². Inferred.</summary>
    public static GridSystem SeriousViolence => s_seriousViolence.Value;

    /// <summary>Where theft of each of eight types of vehicle is relatively more likely in the coming month, in cells of 0.75 km². Inferred.</summary>
    public static GridSystem VehicleTheft => s_vehicleTheft.Value;

    private static IReadOnlyList<string> PlaceUses { get; } = ["Saying that anyone in a cell is more likely to offend.", "Choosing where to stop and search: found offences would feed back into the next forecast."];

    private static GridSystem MakeKnifeCrime() => new()
    {
        About = new SystemDescription(
            "knife-crime",
            "Where is knife crime with injury relatively more likely in the coming four weeks?",
            "cell of 1 km²",
            "the coming four weeks",
            "refreshed weekly: consecutive forecasts overlap by three weeks",
            new Provenance(ProvenanceKind.Inferred, "West Midlands Police, Freedom of Information responses 1353A/22 and 1948A/25: cells of 1 km², four weeks, refreshed weekly, recorded crimes only, a category of relative likelihood. Algorithm, features and thresholds are not published."))
        {
            NotPublished =
            [
                "Algorithm, features, lags and evaluation: here a stack of this library’s forecasters, with its backtest beside the baselines.",
                "The thresholds of the categories: here ratios to the area’s average rate.",
                "The offence list: here events of the type “knife-crime”, to be replaced by the force’s own codes.",
            ],
            OutOfScopeUses = PlaceUses,
        },
        Subject = "knife crimes",
        Types = ["knife-crime", "knife crime", "knife crime with injury"],
        CellAreaSquareKilometres = 1,
        Calendar = PeriodCalendar.FourWeekly,
    };

    private static GridSystem MakeSeriousViolence() => new()
    {
        About = new SystemDescription(
            "serious-violence",
            "Where is most serious violence relatively more likely in the coming four weeks?",
            "cell of 0.5 km²",
            "the coming four weeks",
            "refreshed weekly: consecutive forecasts overlap by three weeks",
            new Provenance(ProvenanceKind.Inferred, "West Midlands Police, Freedom of Information response 1353A/22: cells of 0.5 km², four weeks, refreshed weekly, recorded crimes only. Algorithm and offence list are not published, and the model was not among those in use in December 2025."))
        {
            NotPublished =
            [
                "Algorithm, features, lags and evaluation: here a stack of this library’s forecasters, with its backtest beside the baselines.",
                "The offence list of most serious violence: here events of the type “serious-violence”, to be replaced by the force’s own codes with their version.",
                "The thresholds of the categories: here ratios to the area’s average rate.",
            ],
            OutOfScopeUses = PlaceUses,
        },
        Subject = "serious violent crimes",
        Types = ["serious-violence", "serious violence", "most serious violence"],
        CellAreaSquareKilometres = 0.5,
        Calendar = PeriodCalendar.FourWeekly,
    };

    private static GridSystem MakeVehicleTheft() => new()
    {
        About = new SystemDescription(
            "vehicle-theft",
            "Where is theft of each type of vehicle relatively more likely in the coming month?",
            "cell of 0.75 km² × type of vehicle",
            "the coming calendar month",
            "refreshed monthly",
            new Provenance(ProvenanceKind.Inferred, "West Midlands Police, Freedom of Information response 1948A/25: 0.75 of a square kilometre, eight vehicle types, the coming month, a category of relative probability. Algorithm, cell shape and the eight types are not published."))
        {
            NotPublished =
            [
                "Algorithm and evaluation: here all types together by a stack of this library’s forecasters, split in each cell by a mix that borrows from its surroundings, with its backtest beside the baselines.",
                "Cell shape: here squares. The eight types: here the eight most frequent in the data.",
                "How thefts known only to lie in a window are counted: here in each month in proportion to the overlap.",
            ],
            OutOfScopeUses = PlaceUses,
        },
        Subject = "vehicle thefts",
        Types = ["vehicle-theft", "vehicle theft", "theft of a motor vehicle", "theft of motor vehicle"],
        CellAreaSquareKilometres = 0.75,
        Calendar = PeriodCalendar.Monthly,
        SplitColumn = "vehicle",
        Origins = 12,
        RefreshDays = 28,
    };
}
