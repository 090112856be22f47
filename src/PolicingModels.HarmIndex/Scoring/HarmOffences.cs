namespace PolicingModels.HarmIndex;

/// <summary>A person's part in an offence.</summary>
public enum OffenceRole : byte
{
    /// <summary>Not stated.</summary>
    Unknown,

    /// <summary>Suspected, not charged.</summary>
    Suspect,

    /// <summary>Charged, not convicted.</summary>
    Charged,

    /// <summary>Convicted.</summary>
    Convicted,

    /// <summary>Victim.</summary>
    Victim,
}

/// <summary>How an offence came to notice.</summary>
public enum OffenceDetection : byte
{
    /// <summary>Not stated; treated as reported by the public.</summary>
    Unknown,

    /// <summary>Reported by a victim or a member of the public.</summary>
    Reported,

    /// <summary>Found by police activity: a drugs search, a traffic stop.</summary>
    Proactive,

    /// <summary>Found by a company's own staff, as most detected shop theft.</summary>
    Company,
}

/// <summary>Whether a record stands as a crime.</summary>
public enum OffenceStatus : byte
{
    /// <summary>A recorded crime.</summary>
    Crime,

    /// <summary>An incident that is not a crime.</summary>
    NonCrime,

    /// <summary>A crime record that was cancelled.</summary>
    Cancelled,
}

/// <summary>Offences in columns: one row per offence and linked person. Immutable and thread-safe; the arrays are taken, not copied.</summary>
public sealed class HarmOffences
{
    private readonly int[] _occurredDay;
    private readonly int[]? _recordedDay;
    private readonly int[]? _offence;
    private readonly int[]? _incident;
    private readonly OffenceRole[]? _role;
    private readonly OffenceDetection[]? _detection;
    private readonly OffenceStatus[]? _status;
    private readonly bool[]? _attempt;
    private readonly bool[]? _detected;
    private readonly double[]? _multiplier;

    /// <summary>Makes a table from its columns, all of the same length; optional columns are null where the source has none.</summary>
    /// <param name="code">The offence code as recorded.</param>
    /// <param name="occurredDay">The day of the offence, as <see cref="DateOnly.DayNumber"/>.</param>
    /// <param name="person">The person the row links.</param>
    /// <param name="victim">The victim, where the person is not the victim.</param>
    /// <param name="area">The area: a ward, a district, a cell id.</param>
    /// <param name="offence">A number per distinct offence, equal on the rows of co-suspects; null where every row is its own offence.</param>
    /// <param name="incident">A number per distinct incident, equal on offences that belong together; null where incidents are not known.</param>
    /// <param name="recordedDay">The day of recording.</param>
    /// <param name="role">The person's part.</param>
    /// <param name="detection">How the offence came to notice.</param>
    /// <param name="status">Whether the record stands as a crime.</param>
    /// <param name="attempt">Whether the offence was attempted only.</param>
    /// <param name="detected">Whether the offence was detected (solved), for detection rates.</param>
    /// <param name="multiplier">A factor on each row's score (age, intent); finite and not negative.</param>
    /// <exception cref="ArgumentException">Columns differ in length, or a multiplier is negative or not finite.</exception>
    public HarmOffences(
        CategoryColumn code,
        int[] occurredDay,
        CategoryColumn? person = null,
        CategoryColumn? victim = null,
        CategoryColumn? area = null,
        int[]? offence = null,
        int[]? incident = null,
        int[]? recordedDay = null,
        OffenceRole[]? role = null,
        OffenceDetection[]? detection = null,
        OffenceStatus[]? status = null,
        bool[]? attempt = null,
        bool[]? detected = null,
        double[]? multiplier = null)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(occurredDay);
        Count = occurredDay.Length;
        foreach ((int? length, string name) in new (int?, string)[]
        {
            (code.Count, nameof(code)), (person?.Count, nameof(person)), (victim?.Count, nameof(victim)), (area?.Count, nameof(area)),
            (offence?.Length, nameof(offence)), (incident?.Length, nameof(incident)), (recordedDay?.Length, nameof(recordedDay)), (role?.Length, nameof(role)), (detection?.Length, nameof(detection)),
            (status?.Length, nameof(status)), (attempt?.Length, nameof(attempt)), (detected?.Length, nameof(detected)), (multiplier?.Length, nameof(multiplier)),
        })
        {
            if (length is { } given && given != Count)
            {
                throw new ArgumentException($"The column {name} has {given} rows where occurredDay has {Count}; all columns have one row per offence and person.", name);
            }
        }

        foreach (double factor in multiplier ?? [])
        {
            if (!(factor >= 0) || double.IsInfinity(factor))
            {
                throw new ArgumentException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"A multiplier is {factor}; multipliers are finite and not negative."), nameof(multiplier));
            }
        }

        RequireNumbers(offence, nameof(offence));
        RequireNumbers(incident, nameof(incident));
        Code = code;
        Person = person;
        Victim = victim;
        Area = area;
        _occurredDay = occurredDay;
        _offence = offence;
        _incident = incident;
        _recordedDay = recordedDay;
        _role = role;
        _detection = detection;
        _status = status;
        _attempt = attempt;
        _detected = detected;
        _multiplier = multiplier;
    }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>The offence code as recorded.</summary>
    public CategoryColumn Code { get; }

    /// <summary>The person each row links; null where the source has none.</summary>
    public CategoryColumn? Person { get; }

    /// <summary>The victim; null where the source has none.</summary>
    public CategoryColumn? Victim { get; }

    /// <summary>The area; null where the source has none.</summary>
    public CategoryColumn? Area { get; }

    /// <summary>The day of each offence.</summary>
    public ReadOnlySpan<int> OccurredDay => _occurredDay;

    /// <summary>The number of each row's offence; empty where every row is its own offence.</summary>
    public ReadOnlySpan<int> Offence => _offence;

    /// <summary>One more than the highest offence number: the length of a table by offence; 0 where offences have no numbers.</summary>
    internal int OffenceNumbers => _offence is { Length: > 0 } numbers ? numbers.Max() + 1 : 0;

    /// <summary>The number of each row's incident; empty where incidents are not known.</summary>
    public ReadOnlySpan<int> Incident => _incident;

    /// <summary>The day of recording; empty where it is not known.</summary>
    public ReadOnlySpan<int> RecordedDay => _recordedDay;

    /// <summary>The person's part; empty where it is not known.</summary>
    public ReadOnlySpan<OffenceRole> Role => _role;

    /// <summary>How each offence came to notice; empty where it is not known.</summary>
    public ReadOnlySpan<OffenceDetection> Detection => _detection;

    /// <summary>Whether each record stands as a crime; empty where all do.</summary>
    public ReadOnlySpan<OffenceStatus> Status => _status;

    /// <summary>Whether each offence was attempted only; empty where it is not known.</summary>
    public ReadOnlySpan<bool> Attempt => _attempt;

    /// <summary>Whether each offence was detected; empty where it is not known.</summary>
    public ReadOnlySpan<bool> Detected => _detected;

    /// <summary>A factor on each row's score; empty for 1.</summary>
    public ReadOnlySpan<double> Multiplier => _multiplier;

    /// <summary>The table restricted to rows, in the order given; levels, and so the numbers of persons, victims and areas, stay as they are.</summary>
    /// <param name="rows">Row numbers.</param>
    public HarmOffences Select(ReadOnlySpan<int> rows) => new(
        Code.Select(rows),
        Pick(_occurredDay, rows)!,
        Person?.Select(rows),
        Victim?.Select(rows),
        Area?.Select(rows),
        Pick(_offence, rows),
        Pick(_incident, rows),
        Pick(_recordedDay, rows),
        Pick(_role, rows),
        Pick(_detection, rows),
        Pick(_status, rows),
        Pick(_attempt, rows),
        Pick(_detected, rows),
        Pick(_multiplier, rows));

    private static T[]? Pick<T>(T[]? column, ReadOnlySpan<int> rows)
    {
        if (column is null)
        {
            return null;
        }

        T[] picked = new T[rows.Length];
        for (int i = 0; i < picked.Length; i++)
        {
            picked[i] = column[rows[i]];
        }

        return picked;
    }

    private static void RequireNumbers(int[]? numbers, string name)
    {
        foreach (int number in numbers ?? [])
        {
            if (number < 0)
            {
                throw new ArgumentException($"The column {name} holds {number}; numbers run from 0 upwards, one per distinct {name}.", name);
            }
        }
    }
}
