namespace PolicingModels.HarmIndex;

/// <summary>What a simulated person mostly does.</summary>
public enum SimulatedKind
{
    /// <summary>Violence and control against a partner or family member.</summary>
    Domestic,

    /// <summary>Sexual offences and stalking of people outside the home.</summary>
    Sexual,

    /// <summary>Violence in public, robbery and weapons.</summary>
    Violent,

    /// <summary>Theft and burglary.</summary>
    Acquisitive,

    /// <summary>Drugs.</summary>
    Drugs,
}

/// <summary>An offence that a kind of person commits, before any leaning toward graver ones.</summary>
/// <param name="Code">An offence code of the built-in Cambridge table.</param>
/// <param name="Weight">Relative frequency.</param>
/// <param name="Gravity">Its score in days, by which a leaning tilts the choice.</param>
/// <param name="PersonalVictim">Whether it is against a person.</param>
/// <param name="WeaponShare">How often a weapon is part of it, 0 to 1.</param>
/// <param name="ProactiveShare">How often police activity finds it.</param>
/// <param name="CompanyShare">How often a company's own staff find it.</param>
internal sealed record SimulatedOffence(string Code, double Weight, double Gravity, bool PersonalVictim = true, double WeaponShare = 0, double ProactiveShare = 0, double CompanyShare = 0);

/// <summary>The made-up repertoire of each kind. No number here is an estimate of anything real; only codes and scores are.</summary>
internal static class SimulatedRepertoire
{
    // The class 008/01 carries several scores and stays so: real records are no better.
    private static readonly SimulatedOffence[][] Kinds =
    [
        [
            new("105/01", 30, 1), new("8N.8.6.0", 16, 10, WeaponShare: 0.08), new("195/94", 14, 10), new("008/30", 5, 5), new("195/12", 6, 10), new("008/65", 1.5, 84), new("008/66", 1, 252),
            new("008/67", 4, 84), new("003/01", 3, 10, WeaponShare: 0.15), new("149/00", 9, 1), new("005/01", 0.8, 1460, WeaponShare: 0.4), new("008/01", 3, 19, WeaponShare: 0.2), new("19C", 1.2, 1825),
            new("008/31", 5, 5), new("001/01", 0.03, 5475, WeaponShare: 0.5), new("008/72", 6, 2), new("008/71", 0.8, 5),
        ],
        [
            new("19C", 13, 1825), new("19J", 0.3, 2555), new("020/05", 50, 19), new("020/03", 5, 730), new("008/66", 4, 252), new("195/12", 16, 10), new("008/72", 11, 2),
        ],
        [
            new("105/01", 25, 1), new("8N.8.6.0", 28, 10, WeaponShare: 0.15), new("008/01", 10, 19, WeaponShare: 0.35), new("005/01", 5, 1460, WeaponShare: 0.6), new("034/01", 14, 365, WeaponShare: 0.35),
            new("008/26", 8, 5, PersonalVictim: false, WeaponShare: 1, ProactiveShare: 0.85), new("008/64", 3, 182.5, WeaponShare: 1), new("003/01", 3, 10, WeaponShare: 0.25), new("002/00", 0.2, 3285, WeaponShare: 0.8),
            new("001/01", 0.08, 5475, WeaponShare: 0.7), new("62A", 2, 182, PersonalVictim: false, WeaponShare: 0.2),
        ],
        [
            new("046/00", 40, 1, PersonalVictim: false, CompanyShare: 0.6), new("028/03", 12, 19), new("45", 15, 2), new("048/01", 8, 10), new("39", 8, 2), new("030/02", 8, 10, PersonalVictim: false),
            new("126", 4, 3), new("054/01", 3, 2, PersonalVictim: false, ProactiveShare: 0.5), new("034/01", 2, 365, WeaponShare: 0.2),
        ],
        [
            new("92E", 70, 2, PersonalVictim: false, ProactiveShare: 0.9), new("92A", 22, 5, PersonalVictim: false, ProactiveShare: 0.9), new("008/26", 8, 5, PersonalVictim: false, WeaponShare: 1, ProactiveShare: 0.9),
        ],
    ];

    /// <summary>Share of people of each kind.</summary>
    public static ReadOnlySpan<double> Shares => [0.34, 0.07, 0.22, 0.26, 0.11];

    /// <summary>Share of offences of each kind that is ever recorded.</summary>
    public static ReadOnlySpan<double> RecordedShares => [0.55, 0.45, 0.7, 0.75, 0.9];

    /// <summary>Domestic incidents that are no crimes, per domestic offence.</summary>
    public const double IncidentsPerOffence = 1.2;

    /// <summary>Share of records that are cancelled later.</summary>
    public const double CancelledShare = 0.02;

    public static IReadOnlyList<SimulatedOffence> Of(SimulatedKind kind) => Kinds[(int)kind];

    /// <summary>Probabilities of a kind's offences for a person with a leaning: weight × (1 + days)^(leaning / 4), scaled to 1.</summary>
    public static double[] Probabilities(SimulatedKind kind, double leaning)
    {
        double[] p = Array.ConvertAll(Kinds[(int)kind], o => o.Weight * Math.Pow(1 + o.Gravity, leaning / 4));
        double sum = p.Sum();
        return Array.ConvertAll(p, x => x / sum);
    }
}
