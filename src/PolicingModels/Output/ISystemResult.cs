using PolicingModels.Reporting;

namespace PolicingModels;

/// <summary>What a system answers, ready to be shown and written.</summary>
public interface ISystemResult
{
    /// <summary>The system that made it.</summary>
    ISystem System { get; }

    /// <summary>The first day that was not known.</summary>
    DateOnly AsOf { get; }

    /// <summary>Whether the input says that it is simulated: such results say nothing about any real place or person.</summary>
    bool Simulated { get; }

    /// <summary>The files that were read, for the fingerprints of the run record.</summary>
    IReadOnlyList<string> InputFiles { get; }

    /// <summary>Rows read, used and refused, and what else is to be known.</summary>
    DataQualityReport Quality { get; }

    /// <summary>The seed of random draws; null where none are made.</summary>
    ulong? Seed { get; }

    /// <summary>What the result says, in lines for a reader.</summary>
    IEnumerable<string> Summary();

    /// <summary>The figures as they stand in <c>result.json</c> beside what every result holds.</summary>
    object Figures();

    /// <summary>Writes the tables that a dashboard loads.</summary>
    /// <param name="pathOf">The path of a file by its name.</param>
    void WriteTables(Func<string, string> pathOf);

    /// <summary>The page about the result.</summary>
    /// <param name="runFacts">Facts of the run record, shown at its end.</param>
    ReportPage ToReport(IReadOnlyList<ReportFact> runFacts);

    /// <summary>The draft transparency record, with the model card in it.</summary>
    TransparencyRecord ToTransparencyRecord();
}

/// <summary>What a run record says beside the result.</summary>
/// <param name="Task">What was run, for instance the command line.</param>
/// <param name="StartedAt">When.</param>
public sealed record SystemRun(string Task, DateTimeOffset StartedAt);
