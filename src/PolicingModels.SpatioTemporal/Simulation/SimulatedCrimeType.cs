namespace PolicingModels.SpatioTemporal;

/// <summary>How one type of crime behaves in a simulated city. Every number is made up: none is an estimate of a real place.</summary>
/// <param name="Name">The name that appears in the events' <c>type</c> column.</param>
/// <param name="RecordedPerYear">Expected recorded events in the first 364 days inside the boundary, above 0.</param>
public sealed record SimulatedCrimeType(string Name, double RecordedPerYear)
{
    /// <summary>Share of background events spread evenly instead of over hot spots, 0 to 1.</summary>
    public double DiffuseShare { get; init; } = 0.4;

    /// <summary>Relative height of the yearly wave, 0 to below 1: the rate swings between 1 − this and 1 + this times its level.</summary>
    public double SeasonalAmplitude { get; init; } = 0.15;

    /// <summary>Day of the year (1 to 366) on which the yearly wave peaks.</summary>
    public double SeasonalPeakDay { get; init; } = 196;

    /// <summary>Continuous growth of the level per year, −0.5 to 0.5: −0.02 falls by 2 % a year.</summary>
    public double GrowthPerYear { get; init; }

    /// <summary>Branching ratio: expected events triggered directly by one event, 0 to 0.8. In the long run this share of all events is triggered.</summary>
    public double BranchingRatio { get; init; } = 0.1;

    /// <summary>Mean days from an event to one that it triggers (exponential), above 0 and at most 60.</summary>
    public double TriggerMeanDays { get; init; } = 7;

    /// <summary>Standard deviation, along each axis, of the distance from an event to one that it triggers (Gaussian), metres, above 0 and at most 2,000.</summary>
    public double TriggerDeviationMetres { get; init; } = 150;

    /// <summary>Share of events that are ever recorded, above 0 to 1. Unrecorded events trigger others all the same.</summary>
    public double RecordedShare { get; init; } = 0.8;

    /// <summary>Mean of the exponential delay, in days, from discovery to record, 0 or more; whole days are kept.</summary>
    public double DelayMeanDays { get; init; } = 2;

    /// <summary>Share of recorded events whose moment is known only to lie in a window, 0 to 1.</summary>
    public double WindowShare { get; init; }

    /// <summary>Shortest window, hours, above 0.</summary>
    public double WindowMinimumHours { get; init; } = 4;

    /// <summary>Longest window, hours, not below the shortest and at most 72. Lengths are uniform, and so is the true moment in its window.</summary>
    public double WindowMaximumHours { get; init; } = 12;

    /// <summary>Hour of the day (0 to 24) around which events fall; uniform within <see cref="HourSpread"/> on either side.</summary>
    public double PeakHour { get; init; } = 20;

    /// <summary>Hours on either side of <see cref="PeakHour"/>, above 0 to 12; 12 spreads events over the whole day.</summary>
    public double HourSpread { get; init; } = 12;

    /// <summary>Kinds of vehicle, in the events' <c>vehicle</c> column, with relative frequencies; empty for crimes without a vehicle.</summary>
    public IReadOnlyList<(string Name, double Weight)> Vehicles { get; init; } = [];

    /// <summary>The four types simulated by default: knife crime, serious violence, burglary, and vehicle theft with eight kinds of vehicle.</summary>
    /// <param name="factor">Multiplies every number of events, above 0.</param>
    public static IReadOnlyList<SimulatedCrimeType> Defaults(double factor = 1) =>
    [
        new("knife-crime", 260 * factor)
        {
            DiffuseShare = 0.2, SeasonalAmplitude = 0.12, SeasonalPeakDay = 200, GrowthPerYear = 0.02, BranchingRatio = 0.12, TriggerMeanDays = 10,
            TriggerDeviationMetres = 250, RecordedShare = 0.7, DelayMeanDays = 1, PeakHour = 20, HourSpread = 6,
        },
        new("serious-violence", 520 * factor)
        {
            DiffuseShare = 0.25, SeasonalAmplitude = 0.15, SeasonalPeakDay = 196, GrowthPerYear = 0.01, BranchingRatio = 0.08, TriggerMeanDays = 7,
            TriggerDeviationMetres = 250, RecordedShare = 0.65, DelayMeanDays = 3, PeakHour = 22, HourSpread = 6,
        },
        new("burglary", 2200 * factor)
        {
            DiffuseShare = 0.55, SeasonalAmplitude = 0.2, SeasonalPeakDay = 350, GrowthPerYear = -0.05, BranchingRatio = 0.25, TriggerMeanDays = 8,
            TriggerDeviationMetres = 200, RecordedShare = 0.75, DelayMeanDays = 2, WindowShare = 0.5, WindowMinimumHours = 2, WindowMaximumHours = 10, PeakHour = 14, HourSpread = 8,
        },
        new("vehicle-theft", 1500 * factor)
        {
            DiffuseShare = 0.45, SeasonalAmplitude = 0.1, SeasonalPeakDay = 320, GrowthPerYear = 0.03, BranchingRatio = 0.15, TriggerMeanDays = 6,
            TriggerDeviationMetres = 400, RecordedShare = 0.95, DelayMeanDays = 0.7, WindowShare = 0.7, WindowMinimumHours = 6, WindowMaximumHours = 14, PeakHour = 1.5, HourSpread = 4,
            Vehicles =
            [
                ("car", 0.42), ("motorcycle", 0.14), ("moped", 0.12), ("van", 0.13), ("bicycle", 0.1), ("e-scooter", 0.04), ("lorry", 0.03), ("caravan", 0.02),
            ],
        },
    ];

    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(Name);
        Require(RecordedPerYear is > 0 and <= 1e7, nameof(RecordedPerYear), RecordedPerYear, "above 0 and at most 10,000,000 events");
        Require(DiffuseShare is >= 0 and <= 1, nameof(DiffuseShare), DiffuseShare, "0 to 1");
        Require(SeasonalAmplitude is >= 0 and < 1, nameof(SeasonalAmplitude), SeasonalAmplitude, "0 to below 1");
        Require(SeasonalPeakDay is >= 1 and <= 366, nameof(SeasonalPeakDay), SeasonalPeakDay, "1 to 366");
        Require(GrowthPerYear is >= -0.5 and <= 0.5, nameof(GrowthPerYear), GrowthPerYear, "−0.5 to 0.5 per year");
        Require(BranchingRatio is >= 0 and <= 0.8, nameof(BranchingRatio), BranchingRatio, "0 to 0.8");
        Require(TriggerMeanDays is > 0 and <= 60, nameof(TriggerMeanDays), TriggerMeanDays, "above 0 and at most 60 days");
        Require(TriggerDeviationMetres is > 0 and <= 2_000, nameof(TriggerDeviationMetres), TriggerDeviationMetres, "above 0 and at most 2,000 metres");
        Require(RecordedShare is > 0 and <= 1, nameof(RecordedShare), RecordedShare, "above 0 to 1");
        Require(DelayMeanDays is >= 0 and <= 3_650, nameof(DelayMeanDays), DelayMeanDays, "0 to 3,650 days");
        Require(WindowShare is >= 0 and <= 1, nameof(WindowShare), WindowShare, "0 to 1");
        Require(WindowMinimumHours > 0, nameof(WindowMinimumHours), WindowMinimumHours, "above 0 hours");
        Require(WindowMaximumHours >= WindowMinimumHours && WindowMaximumHours <= 72, nameof(WindowMaximumHours), WindowMaximumHours, "not below the shortest window and at most 72 hours");
        Require(PeakHour is >= 0 and <= 24, nameof(PeakHour), PeakHour, "0 to 24");
        Require(HourSpread is > 0 and <= 12, nameof(HourSpread), HourSpread, "above 0 to 12 hours");
        foreach ((string vehicle, double weight) in Vehicles)
        {
            ArgumentException.ThrowIfNullOrEmpty(vehicle);
            Require(weight > 0 && double.IsFinite(weight), nameof(Vehicles), weight, "finite weights above 0");
        }
    }

    private void Require(bool holds, string name, double value, string range)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} of {Name}: {range}.");
        }
    }
}
