using System.Globalization;

namespace PolicingModels.HarmIndex;

/// <summary>What gravity is.</summary>
public enum GravityMeasure
{
    /// <summary>The days of the gravest single offence: recency-frequency-gravity.</summary>
    GravestOffence,

    /// <summary>The sum of all days: recency-frequency-harm.</summary>
    TotalHarm,
}

/// <summary>How the three points make one order.</summary>
public enum PriorityRule
{
    /// <summary>Weighted sum.</summary>
    Sum,

    /// <summary>Product of each to its weight: one without points has no priority.</summary>
    Product,

    /// <summary>Weighted geometric mean: orders as the product does, on the scale of the points.</summary>
    Geometric,

    /// <summary>By gravity, then recency, then frequency, or in the order the options state.</summary>
    Lexicographic,
}

/// <summary>One of the three components.</summary>
public enum PriorityComponent
{
    /// <summary>Days since the last offence.</summary>
    Recency,

    /// <summary>Number of offences.</summary>
    Frequency,

    /// <summary>Harm.</summary>
    Gravity,
}

/// <summary>Tables and rule of a recency-frequency-gravity list.</summary>
public sealed record RecencyFrequencyGravityOptions
{
    /// <summary>Points by days from the last offence to the last day of the window, 0 on that day.</summary>
    public required PointTable Recency { get; init; }

    /// <summary>Points by number of offences.</summary>
    public required PointTable Frequency { get; init; }

    /// <summary>Points by days of harm.</summary>
    public required PointTable Gravity { get; init; }

    /// <summary>What the tables and the rule rest on.</summary>
    public required Provenance Provenance { get; init; }

    /// <summary>What gravity is. Default: the gravest offence.</summary>
    public GravityMeasure Measure { get; init; } = GravityMeasure.GravestOffence;

    /// <summary>How the points are combined. Default: product.</summary>
    public PriorityRule Rule { get; init; } = PriorityRule.Product;

    /// <summary>Weight of recency, finite and not negative. Default 1. Weights are not used by the lexicographic rule.</summary>
    public double RecencyWeight { get; init; } = 1;

    /// <summary>Weight of frequency, finite and not negative. Default 1.</summary>
    public double FrequencyWeight { get; init; } = 1;

    /// <summary>Weight of gravity, finite and not negative. Default 1.</summary>
    public double GravityWeight { get; init; } = 1;

    /// <summary>The order of the lexicographic rule: each component once.</summary>
    public IReadOnlyList<PriorityComponent> LexicographicOrder { get; init; } = [PriorityComponent.Gravity, PriorityComponent.Recency, PriorityComponent.Frequency];

    /// <summary>Example tables, to be replaced by the force's own: the tables in use are not public.</summary>
    public static RecencyFrequencyGravityOptions Example { get; } = new()
    {
        Recency = new PointTable((0, 5), (28, 4), (91, 3), (182, 2), (274, 1)),
        Frequency = new PointTable((1, 1), (2, 2), (4, 3), (7, 4), (11, 5)),
        Gravity = new PointTable((0, 1), (10, 2), (84, 3), (365, 4), (1460, 5)),
        Provenance = new Provenance(ProvenanceKind.Illustrative, "Invented example tables; replace them with your own."),
    };

    internal void Validate()
    {
        foreach ((double weight, string name) in new[] { (RecencyWeight, nameof(RecencyWeight)), (FrequencyWeight, nameof(FrequencyWeight)), (GravityWeight, nameof(GravityWeight)) })
        {
            if (!(weight >= 0) || double.IsInfinity(weight))
            {
                throw new ArgumentOutOfRangeException(name, weight, "A weight is finite and not negative.");
            }
        }

        if (RecencyWeight + FrequencyWeight + GravityWeight == 0)
        {
            throw new ArgumentException("At least one of the weights is above 0.", nameof(RecencyWeight));
        }

        if (LexicographicOrder.Count != 3 || LexicographicOrder.Distinct().Count() != 3)
        {
            throw new ArgumentException($"The lexicographic order is {string.Join(", ", LexicographicOrder)}; it names each component once.", nameof(LexicographicOrder));
        }
    }
}

/// <summary>One place of the list.</summary>
/// <param name="Rank">1 for the highest priority.</param>
/// <param name="Score">The entity's harm.</param>
/// <param name="DaysSinceLast">Days from its last offence to the last day of the window.</param>
/// <param name="GravityDays">The harm that gravity points are given for.</param>
/// <param name="RecencyPoints">Points of recency.</param>
/// <param name="FrequencyPoints">Points of frequency.</param>
/// <param name="GravityPoints">Points of gravity.</param>
/// <param name="Priority">The combined points; null under the lexicographic rule, which has none.</param>
public sealed record PriorityEntry(int Rank, HarmScore Score, int DaysSinceLast, double GravityDays, double RecencyPoints, double FrequencyPoints, double GravityPoints, double? Priority);

/// <summary>Lists entities by how recently, how often and how gravely they offended.</summary>
/// <remarks>
/// The tables that police use are not public; which rule suits is the user's decision and changes who is listed. Ties go to the more harm, then to the
/// later offence, then to the name. A list advises; it orders no action. Frequency counts unscored offences too; their gravity is unknown and adds nothing.
/// </remarks>
public static class RecencyFrequencyGravity
{
    /// <summary>Makes the list.</summary>
    /// <param name="scores">The scores, usually without decay: recency has its own table.</param>
    /// <param name="options">Tables and rule.</param>
    /// <param name="top">How many to list, at least 1. Default: all.</param>
    /// <exception cref="ArgumentException">A weight or the order is out of range.</exception>
    public static IReadOnlyList<PriorityEntry> Of(HarmScores scores, RecencyFrequencyGravityOptions options, int top = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        options.Validate();
        int[] entities = [.. Enumerable.Range(0, scores.EntityCount).Where(e => scores.OffenceCounts[e] > 0)];
        Dictionary<int, (double Days, int Date)>? gravest = options.Measure == GravityMeasure.GravestOffence ? scores.GravestOffences(entities) : null;
        int lastDay = scores.Options.AsOf.DayNumber - 1;
        List<PriorityEntry> entries = [];
        foreach (int e in entities)
        {
            HarmScore score = scores[e];
            int since = lastDay - score.LastDay.DayNumber;
            double gravity = gravest is null ? score.Days : gravest[e].Days;
            double r = options.Recency.PointsOf(since), f = options.Frequency.PointsOf(score.Offences), g = options.Gravity.PointsOf(gravity);
            entries.Add(new PriorityEntry(0, score, since, gravity, r, f, g, Combined(options, r, f, g)));
        }

        IOrderedEnumerable<PriorityEntry> order = options.Rule == PriorityRule.Lexicographic
            ? options.LexicographicOrder.Skip(1).Aggregate(entries.OrderByDescending(p => Points(p, options.LexicographicOrder[0])), (o, c) => o.ThenByDescending(p => Points(p, c)))
            : entries.OrderByDescending(p => p.Priority);
        return
        [
            .. order.ThenByDescending(p => p.Score.Days)
                .ThenByDescending(p => p.Score.LastDay)
                .ThenBy(p => p.Score.Entity, StringComparer.Ordinal)
                .Take(top)
                .Select((p, i) => p with { Rank = i + 1 }),
        ];
    }

    private static double? Combined(RecencyFrequencyGravityOptions options, double r, double f, double g)
    {
        double product = Math.Pow(r, options.RecencyWeight) * Math.Pow(f, options.FrequencyWeight) * Math.Pow(g, options.GravityWeight);
        return options.Rule switch
        {
            PriorityRule.Sum => (options.RecencyWeight * r) + (options.FrequencyWeight * f) + (options.GravityWeight * g),
            PriorityRule.Product => product,
            PriorityRule.Geometric => Math.Pow(product, 1 / (options.RecencyWeight + options.FrequencyWeight + options.GravityWeight)),
            PriorityRule.Lexicographic => null,
            _ => throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The rule {(int)options.Rule} is not known."), nameof(options)),
        };
    }

    private static double Points(PriorityEntry entry, PriorityComponent component) => component switch
    {
        PriorityComponent.Recency => entry.RecencyPoints,
        PriorityComponent.Frequency => entry.FrequencyPoints,
        _ => entry.GravityPoints,
    };
}
