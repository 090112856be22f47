using PolicingModels.Seasonality;

namespace PolicingModels;

/// <summary>One series of a plan as a row of <c>result.json</c>: the same row from <c>policing seasonality</c> and from the system.</summary>
/// <param name="Area">The area, or the root of areas.</param>
/// <param name="Type">The type, or the root of types.</param>
/// <param name="Level">Where the series stands in the hierarchy.</param>
/// <param name="Seasonal">Its seasonal index.</param>
/// <param name="Forecast">The coming months, the next first.</param>
/// <param name="Year">The coming twelve months against the last twelve.</param>
/// <param name="Notes">What a reader must know.</param>
public sealed record SeriesFigures(string Area, string Type, SeriesLevel Level, SeasonalFigures Seasonal, IReadOnlyList<MonthFigures> Forecast, YearFigures Year, IReadOnlyList<string> Notes)
{
    private const string TestName = "QS and Kruskal-Wallis of residuals";

    /// <summary>The row of a series.</summary>
    /// <param name="series">The plan of the series.</param>
    /// <param name="test">The test of whether its history has a season; null where none was made or it is too short for one.</param>
    public static SeriesFigures Of(SeriesPlan series, CombinedSeasonalityTest? test = null)
    {
        ArgumentNullException.ThrowIfNull(series);
        SeasonalIndex index = series.Index;
        return new SeriesFigures(
            series.Node.Key.Area,
            series.Node.Key.Type,
            series.Node.Level,
            new SeasonalFigures(
                [.. index.Calendar.Select(i => i.Value)],
                [.. index.Calendar.Select(i => i.Low)],
                [.. index.Calendar.Select(i => i.High)],
                [.. index.PerDay.Select(i => i.Value)],
                [.. index.PerDay.Select(i => i.Low)],
                [.. index.PerDay.Select(i => i.High)],
                index.Verdict,
                test is null ? null : new TestFigures(TestName, test.PValue)),
            [.. series.Coming.Select((m, h) => MonthOf(series, m, h < series.Occurrence.Count ? series.Occurrence[h] : null))],
            YearOf(series.Annual),
            series.Notes);
    }

    private static MonthFigures MonthOf(SeriesPlan series, MonthOutlook month, RelativeOccurrence? occurrence) => new(
        month.Month.ToString(),
        month.Expected,
        month.Interval80.Low,
        month.Interval80.High,
        month.Interval95.Low,
        month.Interval95.High,
        occurrence?.Index.Value,
        SeasonalityTables.MonthVerdict(series, occurrence),
        occurrence?.ProbabilityAbove);

    private static YearFigures YearOf(AnnualOutlook year) => new(
        year.Expected,
        year.Interval80.Low,
        year.Interval80.High,
        year.Interval95.Low,
        year.Interval95.High,
        year.LastTwelve,
        year.Change is { } change ? new ChangeFigures(change.Value, change.Low, change.High) : null,
        year.Verdict,
        year.ProbabilityWorse,
        year.ProbabilityBetter,
        year.Reason);
}

/// <summary>The index of months of the year, January first, 100 for the average month: of whole months, and per day.</summary>
/// <param name="Index">Twelve indices of whole months.</param>
/// <param name="Low">Lower ends of their 95 % intervals.</param>
/// <param name="High">Upper ends.</param>
/// <param name="IndexPerDay">Twelve indices with the length of months taken out.</param>
/// <param name="LowPerDay">Lower ends of their 95 % intervals.</param>
/// <param name="HighPerDay">Upper ends.</param>
/// <param name="Verdict">Whether the series has a reliable season.</param>
/// <param name="Test">The test of its history; null where there is none.</param>
public sealed record SeasonalFigures(
    IReadOnlyList<double> Index,
    IReadOnlyList<double> Low,
    IReadOnlyList<double> High,
    IReadOnlyList<double> IndexPerDay,
    IReadOnlyList<double> LowPerDay,
    IReadOnlyList<double> HighPerDay,
    SeasonalityVerdict Verdict,
    TestFigures? Test);

/// <summary>A test of seasonality.</summary>
/// <param name="Name">Which test.</param>
/// <param name="PValue">Its p-value, 0 to 1.</param>
public sealed record TestFigures(string Name, double PValue);

/// <summary>A coming month.</summary>
/// <param name="Month"><c>YYYY-MM</c>.</param>
/// <param name="Mean">The expected count.</param>
/// <param name="Low80">Lower end of its 80 % interval.</param>
/// <param name="High80">Upper end.</param>
/// <param name="Low95">Lower end of its 95 % interval.</param>
/// <param name="High95">Upper end.</param>
/// <param name="RelativeIndex">How the month compares with the average of the coming twelve, 100; null beyond them.</param>
/// <param name="Direction">The same in words; null beyond the coming twelve.</param>
/// <param name="ProbabilityHigher">The probability that the month is above that average; null beyond the coming twelve.</param>
public sealed record MonthFigures(string Month, double Mean, double Low80, double High80, double Low95, double High95, double? RelativeIndex, string? Direction, double? ProbabilityHigher);

/// <summary>The coming twelve months against the last twelve.</summary>
/// <param name="Expected">The expected count.</param>
/// <param name="Low80">Lower end of its 80 % interval.</param>
/// <param name="High80">Upper end.</param>
/// <param name="Low95">Lower end of its 95 % interval.</param>
/// <param name="High95">Upper end.</param>
/// <param name="LastTwelve">The count of the last twelve months; null where one is missing.</param>
/// <param name="Change">The expected change as a share, with its 80 % interval; null where there is nothing to compare with.</param>
/// <param name="Direction">The arrow, or none.</param>
/// <param name="ProbabilityWorse">The probability of a rise beyond the threshold.</param>
/// <param name="ProbabilityBetter">The probability of a fall beyond the threshold.</param>
/// <param name="Reason">What the arrow rests on, or why there is none.</param>
public sealed record YearFigures(double Expected, double Low80, double High80, double Low95, double High95, double? LastTwelve, ChangeFigures? Change, DirectionVerdict Direction, double ProbabilityWorse, double ProbabilityBetter, string Reason);

/// <summary>An expected change with its 80 % interval, as shares of last year's count.</summary>
/// <param name="Value">The expected change.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public sealed record ChangeFigures(double Value, double Low, double High);
