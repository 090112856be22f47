using System.Text.Json;
using System.Text.Json.Serialization;

namespace PolicingModels.Seasonality;

/// <summary>What one series was expected to be: kept with the plan.</summary>
/// <param name="Type">The type.</param>
/// <param name="Area">The area.</param>
/// <param name="Means">Expected counts, month after month.</param>
/// <param name="Low80">Lower ends of the 80 % intervals of the months.</param>
/// <param name="High80">Upper ends.</param>
/// <param name="Low95">Lower ends of the 95 % intervals of the months.</param>
/// <param name="High95">Upper ends.</param>
/// <param name="SumLow80">Lower ends of the 80 % intervals of the sums of the first month, the first two, and so on.</param>
/// <param name="SumHigh80">Upper ends.</param>
/// <param name="SumLow95">Lower ends of the 95 % intervals of these sums.</param>
/// <param name="SumHigh95">Upper ends.</param>
/// <param name="LastTwelve">The count of the twelve months before; null where unknown.</param>
/// <param name="Verdict">The arrow given.</param>
/// <param name="ProbabilityWorse">The probability given to a rise beyond the threshold.</param>
/// <param name="ProbabilityBetter">The probability given to a fall beyond the threshold.</param>
/// <param name="Scale">The mean absolute difference of a month from the same month a year before, in the history; 0 where unknown.</param>
public sealed record ArchivedSeries(
    string Type,
    string Area,
    double[] Means,
    double[] Low80,
    double[] High80,
    double[] Low95,
    double[] High95,
    double[] SumLow80,
    double[] SumHigh80,
    double[] SumLow95,
    double[] SumHigh95,
    double? LastTwelve,
    DirectionVerdict Verdict,
    double ProbabilityWorse,
    double ProbabilityBetter,
    double Scale);

/// <summary>A plan as it was made, to be scored when its months have been counted. Immutable.</summary>
/// <param name="First">The first month planned, <c>YYYY-MM</c>.</param>
/// <param name="Horizon">How many months.</param>
/// <param name="Model">The name of the model.</param>
/// <param name="ChangeThreshold">The change that was worth an arrow.</param>
/// <param name="Series">One entry per series.</param>
public sealed record PlanArchive(string First, int Horizon, string Model, double ChangeThreshold, IReadOnlyList<ArchivedSeries> Series)
{
    /// <summary>The archive as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, PlanArchiveContext.Default.PlanArchive);

    /// <summary>Reads an archive from JSON.</summary>
    /// <param name="json">What <see cref="ToJson"/> wrote.</param>
    /// <exception cref="ArgumentException">The text is no archive.</exception>
    public static PlanArchive FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        PlanArchive? archive;
        try
        {
            archive = JsonSerializer.Deserialize(json, PlanArchiveContext.Default.PlanArchive);
        }
        catch (JsonException failure)
        {
            throw new ArgumentException($"The text is no archived plan: {failure.Message}", nameof(json), failure);
        }

        if (archive is null || archive.Series is null || !Month.TryParse(archive.First, out _) || archive.Horizon < 1
            || archive.Series.Any(s => s.Means?.Length != archive.Horizon || s.Low80?.Length != archive.Horizon || s.High80?.Length != archive.Horizon
                || s.Low95?.Length != archive.Horizon || s.High95?.Length != archive.Horizon || s.SumLow80?.Length != archive.Horizon
                || s.SumHigh80?.Length != archive.Horizon || s.SumLow95?.Length != archive.Horizon || s.SumHigh95?.Length != archive.Horizon))
        {
            throw new ArgumentException("The text is no archived plan: a month or a row of numbers is missing.", nameof(json));
        }

        return archive;
    }

    /// <summary>Scores the plan against what was counted since.</summary>
    /// <param name="counted">The counts, the months of the plan among them; months not yet counted are left open.</param>
    /// <exception cref="AnalysisException">No month of the plan has been counted, or no series of it is there.</exception>
    public PlanScore Score(SeriesHierarchy counted)
    {
        ArgumentNullException.ThrowIfNull(counted);
        return PlanScore.Of(this, counted);
    }

    internal static PlanArchive Of(SeasonalityPlan plan)
    {
        int horizon = plan.Options.HorizonMonths;
        List<ArchivedSeries> series = [];
        foreach (SeriesPlan one in plan.Series)
        {
            Interval[] sums80 = new Interval[horizon], sums95 = new Interval[horizon];
            for (int h = 0; h < horizon; h++)
            {
                SampledMonth sum = plan.Forecast.Sum(one.Node.Index, h + 1);
                (sums80[h], sums95[h]) = (sum.Interval(0.8), sum.Interval(0.95));
            }

            series.Add(new ArchivedSeries(
                one.Node.Key.Type,
                one.Node.Key.Area,
                [.. one.Coming.Select(m => m.Expected)],
                [.. one.Coming.Select(m => m.Interval80.Low)],
                [.. one.Coming.Select(m => m.Interval80.High)],
                [.. one.Coming.Select(m => m.Interval95.Low)],
                [.. one.Coming.Select(m => m.Interval95.High)],
                [.. sums80.Select(s => s.Low)],
                [.. sums80.Select(s => s.High)],
                [.. sums95.Select(s => s.Low)],
                [.. sums95.Select(s => s.High)],
                one.Annual.LastTwelve,
                one.Annual.Verdict,
                one.Annual.ProbabilityWorse,
                one.Annual.ProbabilityBetter,
                ForecastScoring.SeasonalScale(plan.History.Values(one.Node.Index), plan.History.Missing(one.Node.Index))));
        }

        return new PlanArchive(plan.First.ToString(), horizon, plan.Forecast.Model, plan.Options.ChangeThreshold, series);
    }
}

[JsonSourceGenerationOptions(WriteIndented = false, UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PlanArchive))]
internal sealed partial class PlanArchiveContext : JsonSerializerContext;
