namespace PolicingModels.Gridding;

/// <summary>How counts are kept in memory.</summary>
public enum CountStorage
{
    /// <summary>Dense up to <see cref="CountingOptions.LargestAutomaticDense"/> values, sparse above it.</summary>
    Automatic,

    /// <summary>One double per category, period and cell.</summary>
    Dense,

    /// <summary>Only the cells that hold something, period by period: 12 bytes each.</summary>
    Sparse,
}

/// <summary>How events become counts. The defaults suit exact, daily, month-stamped and windowed events alike.</summary>
public sealed record CountingOptions
{
    /// <summary>The number of values (categories × periods × cells) up to which <see cref="CountStorage.Automatic"/> is dense: 33,554,432, or 256 MiB.</summary>
    public const long LargestAutomaticDense = 1L << 25;

    /// <summary>The category of events that have none: <c>(missing)</c>.</summary>
    public const string MissingCategory = "(missing)";

    /// <summary>How an event with a window is placed in time. Default <see cref="Gridding.TimeAssignment.Aoristic"/>, which leaves exact moments whole.</summary>
    public TimeAssignment TimeAssignment { get; init; } = TimeAssignment.Aoristic;

    /// <summary>The categorical column of the events to split by, for instance <c>vehicle</c>; null (the default) for no split.</summary>
    public string? CategoryColumn { get; init; }

    /// <summary>
    /// The categories to count and their order; null (the default) for all levels of the column in its order. Events of an unlisted
    /// category are not counted, and <see cref="CountingOutcome.UnlistedCategory"/> says how many there were.
    /// </summary>
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>
    /// The first day that is not yet known: events that start, end their window or were recorded on or after it are left out, and
    /// <see cref="CountingOutcome.NotYetKnown"/> says how many. Null (the default) counts all that is given.
    /// </summary>
    public DateOnly? KnownAt { get; init; }

    /// <summary>How the counts are kept. Default <see cref="CountStorage.Automatic"/>.</summary>
    public CountStorage Storage { get; init; } = CountStorage.Automatic;

    /// <summary>Whether the outcome lists the rows that fell outside the area and the periods. Default false.</summary>
    public bool ListOutside { get; init; }

    /// <summary>
    /// The share of events outside the area above which counting is refused, since such data nearly always have the wrong coordinate
    /// system. From 0 to 1; default 0.99; 1 never refuses.
    /// </summary>
    public double LargestShareOutsideArea { get; init; } = 0.99;

    /// <summary>How many threads may count; the result does not depend on it. At least 1; default the machine's processors.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    internal static void Validate(CountingOptions options, CrimeEvents events)
    {
        if (!Enum.IsDefined(options.TimeAssignment))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.TimeAssignment, "TimeAssignment is Aoristic, Start, Midpoint or End.");
        }

        if (!Enum.IsDefined(options.Storage))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Storage, "Storage is Automatic, Dense or Sparse.");
        }

        if (!(options.LargestShareOutsideArea is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.LargestShareOutsideArea, "LargestShareOutsideArea is a fraction from 0 to 1.");
        }

        if (options.Threads < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Threads, "Threads is at least 1.");
        }

        if (options.CategoryColumn is null)
        {
            if (options.Categories is not null)
            {
                throw new ArgumentException("Categories are listed, but no CategoryColumn is named to find them in.", nameof(options));
            }

            return;
        }

        if (!events.Categories.ContainsKey(options.CategoryColumn))
        {
            string known = events.Categories.Count == 0 ? "the events have no categorical column" : "the events have " + string.Join(", ", events.Categories.Keys.Order(StringComparer.Ordinal));
            throw new ArgumentException($"There is no CategoryColumn “{options.CategoryColumn}”; {known}.", nameof(options));
        }

        if (options.Categories is { } listed && (listed.Count == 0 || listed.Distinct(StringComparer.Ordinal).Count() != listed.Count))
        {
            throw new ArgumentException("The listed Categories are at least one, and distinct.", nameof(options));
        }
    }
}
