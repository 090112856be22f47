namespace PolicingModels.HarmIndex;

/// <summary>How many people a simulated population has.</summary>
public enum PopulationSize
{
    /// <summary>4,000 people who may offend, 24 wards, four years.</summary>
    Small,

    /// <summary>40,000 people who may offend, 160 wards, four years.</summary>
    Medium,

    /// <summary>250,000 people who may offend, 679 wards, four years.</summary>
    Large,
}

/// <summary>What <see cref="PeopleSimulator"/> makes.</summary>
public sealed record PeopleOptions
{
    /// <summary>Seed of every random number; 1 by default.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Size of the population; small by default.</summary>
    public PopulationSize Size { get; init; } = PopulationSize.Small;

    /// <summary>First day on which offences occur; 4 January 2021 by default.</summary>
    public DateOnly Start { get; init; } = new(2021, 1, 4);

    /// <summary>Days over which offences occur, 365 to 36,500; four years of 364 days by default.</summary>
    public int Days { get; init; } = 4 * 364;

    /// <summary>People who may offend, 10 to 2,000,000; null for the size's own number.</summary>
    public int? People { get; init; }

    /// <summary>Wards, 2 to 10,000; null for the size's own number.</summary>
    public int? Wards { get; init; }

    /// <summary>Mean of the offending rates of people while they are active, offences per year, above 0 and at most 50. Default 1.1.</summary>
    public double MeanOffencesPerYear { get; init; } = 1.1;

    /// <summary>Shape of the gamma distribution of the rates, above 0 and at most 100: the smaller, the fewer people commit most offences. Default 0.5.</summary>
    public double RateShape { get; init; } = 0.5;

    /// <summary>Standard deviation of the lasting leaning of a person toward graver or lighter offences, 0 to 3; at 0 gravity is luck alone. Default 0.8.</summary>
    public double GravityLeaning { get; init; } = 0.8;

    internal int PersonCount => People ?? Size switch { PopulationSize.Small => 4_000, PopulationSize.Medium => 40_000, _ => 250_000 };

    internal int WardCount => Wards ?? Size switch { PopulationSize.Small => 24, PopulationSize.Medium => 160, _ => 679 };

    internal void Validate()
    {
        if (!Enum.IsDefined(Size))
        {
            throw new ArgumentOutOfRangeException(nameof(Size), Size, "A population is small, medium or large.");
        }

        Require(Days is >= 365 and <= 36_500, nameof(Days), Days, "365 to 36,500 days");
        Require(PersonCount is >= 10 and <= 2_000_000, nameof(People), PersonCount, "10 to 2,000,000 people");
        Require(WardCount is >= 2 and <= 10_000, nameof(Wards), WardCount, "2 to 10,000 wards");
        Require(MeanOffencesPerYear is > 0 and <= 50, nameof(MeanOffencesPerYear), MeanOffencesPerYear, "above 0 and at most 50 offences per year");
        Require(RateShape is > 0 and <= 100, nameof(RateShape), RateShape, "above 0 and at most 100");
        Require(GravityLeaning is >= 0 and <= 3, nameof(GravityLeaning), GravityLeaning, "0 to 3");
    }

    private static void Require(bool holds, string name, object value, string range)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} is {range}.");
        }
    }
}
