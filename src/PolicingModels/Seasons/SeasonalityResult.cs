using PolicingModels.Seasonality;

namespace PolicingModels;

/// <summary>A past plan beside what was counted since.</summary>
/// <param name="Plan">The plan as it was made.</param>
/// <param name="Score">How it went.</param>
public sealed record ScoredPlan(PlanArchive Plan, PlanScore Score);

/// <summary>A plan as it would have been made some months ago, against the counts since, beside the rule that every month repeats last year's.</summary>
/// <param name="Score">How the plan would have gone.</param>
/// <param name="PlanMase">Mean over the series that are counted themselves of the plan's mean absolute error over the usual change from one year to the next.</param>
/// <param name="LastYearMase">The same of the rule that every month repeats last year's.</param>
/// <param name="Series">How many series are in both means.</param>
public sealed record HeldOutPlan(PlanScore Score, double PlanMase, double LastYearMase, int Series);

/// <summary>The coming year for every type and area.</summary>
public sealed class SeasonalityResult : ISystemResult
{
    /// <summary>The system that made it.</summary>
    public required SeasonalitySystem System { get; init; }

    ISystem ISystemResult.System => System;

    /// <inheritdoc/>
    public required DateOnly AsOf { get; init; }

    /// <inheritdoc/>
    public required bool Simulated { get; init; }

    /// <inheritdoc/>
    public required IReadOnlyList<string> InputFiles { get; init; }

    /// <inheritdoc/>
    public required DataQualityReport Quality { get; init; }

    /// <summary>The plan.</summary>
    public required SeasonalityPlan Plan { get; init; }

    /// <summary>Past plans of which months have been counted since, the oldest first.</summary>
    public required IReadOnlyList<ScoredPlan> TrackRecord { get; init; }

    /// <summary>All past plans of the archive.</summary>
    public required IReadOnlyList<PlanArchive> Archive { get; init; }

    /// <summary>A plan as of some months ago against the counts since; null where the history is too short or none was asked for.</summary>
    public required HeldOutPlan? HeldOut { get; init; }

    /// <summary>Why there is no held-out check; empty where there is one.</summary>
    public required string HeldOutMissing { get; init; }

    /// <inheritdoc/>
    public ulong? Seed => System.Planner.Model.Seed;

    /// <inheritdoc/>
    public IEnumerable<string> Summary() => SeasonalityOutput.Summary(this);

    /// <inheritdoc/>
    public void WriteTables(Func<string, string> pathOf) => SeasonalityOutput.WriteTables(this, pathOf);

    /// <inheritdoc/>
    public object Figures() => SeasonalityOutput.Figures(this);

    /// <inheritdoc/>
    public Reporting.ReportPage ToReport(IReadOnlyList<Reporting.ReportFact> runFacts) => SeasonalityReport.Page(this, runFacts);

    /// <inheritdoc/>
    public Reporting.TransparencyRecord ToTransparencyRecord() => SeasonalityReport.Record(this);
}
