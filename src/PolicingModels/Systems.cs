namespace PolicingModels;

/// <summary>The ready-made systems. Each is a record: copy one and change a line, for instance <c>Systems.Vawg100 with { Top = 50 }</c>.</summary>
/// <remarks>Where a force has not published its method, the system says <see cref="ProvenanceKind.Inferred"/> and never claims to be theirs.</remarks>
public static partial class Systems
{
    /// <summary>All of them, in the order of the documentation.</summary>
    public static IReadOnlyList<ISystem> All => [KnifeCrime, SeriousViolence, VehicleTheft, SeasonalityPlanner, Vawg100, ViolenceHarm, PrecisionPatrol, Dauntless];

    /// <summary>Finds a system by its key.</summary>
    /// <param name="key">The key, in any letter case.</param>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public static ISystem Find(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return All.FirstOrDefault(s => s.About.Key.Equals(key, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"There is no system “{key}”; there are {string.Join(", ", All.Select(s => s.About.Key))}.", nameof(key));
    }
}
