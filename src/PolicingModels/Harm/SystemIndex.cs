using System.Globalization;
using PolicingModels.HarmIndex;

namespace PolicingModels;

/// <summary>A harm index as a system uses it.</summary>
/// <param name="Schedule">The table: built in, or loaded from the force's own workbook.</param>
public sealed record SystemIndex(IHarmSchedule Schedule)
{
    /// <summary>Factor on its scores where several indices are combined; finite and above 0. Default 1.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>What to do where one code carries several scores. Default: the lowest, so that nobody is placed higher than the record shows; the list prints what the sum could be at most.</summary>
    public AmbiguityPolicy Ambiguity { get; init; } = AmbiguityPolicy.Minimum;

    /// <summary>The force's own codes, each with the code it stands for. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Aliases { get; init; } = new Dictionary<string, string>();

    /// <summary>The table with its policy.</summary>
    public HarmLookup ToLookup() => new(Schedule, new HarmLookupOptions { Ambiguity = Ambiguity, Aliases = Aliases });

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Weight} × {Schedule.Info.Label}, of several scores: {Ambiguity}{(Aliases.Count == 0 ? "" : $", {Aliases.Count} aliases")}");
}
