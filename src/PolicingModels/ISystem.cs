namespace PolicingModels;

/// <summary>What a system reads.</summary>
public enum SystemInput
{
    /// <summary>Offences with the persons they link: one row per offence and person.</summary>
    Offences,

    /// <summary>Events with a place and a time.</summary>
    Events,

    /// <summary>Monthly counts by area and type.</summary>
    MonthlyCounts,
}

/// <summary>What a system says about itself, in words.</summary>
/// <param name="Key">Its short stable name, for instance <c>vawg-100</c>.</param>
/// <param name="Question">The question it answers.</param>
/// <param name="Unit">What one row of its answer is: a person, a ward, a cell of 1 km².</param>
/// <param name="Horizon">Which time it speaks of.</param>
/// <param name="Cadence">How often it is run.</param>
/// <param name="Provenance">What its rule rests on, with the source.</param>
public sealed record SystemDescription(string Key, string Question, string Unit, string Horizon, string Cadence, Provenance Provenance)
{
    /// <summary>What no force has published about it, so that nobody mistakes a choice made here for theirs.</summary>
    public IReadOnlyList<string> NotPublished { get; init; } = [];

    /// <summary>What the results must not be used for, beside what every model card rules out.</summary>
    public IReadOnlyList<string> OutOfScopeUses { get; init; } = [];

    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Key);
        ArgumentException.ThrowIfNullOrWhiteSpace(Question);
        ArgumentException.ThrowIfNullOrWhiteSpace(Unit);
        ArgumentException.ThrowIfNullOrWhiteSpace(Horizon);
        ArgumentException.ThrowIfNullOrWhiteSpace(Cadence);
        ArgumentNullException.ThrowIfNull(Provenance);
    }
}

/// <summary>A system as data: everything that makes it this system and no other, to be copied and changed with <c>with { … }</c>.</summary>
public interface ISystem
{
    /// <summary>What it says about itself.</summary>
    SystemDescription About { get; }

    /// <summary>What it reads.</summary>
    SystemInput Input { get; }

    /// <summary>Every setting by name, as it goes into the run record and the model card.</summary>
    IReadOnlyList<KeyValuePair<string, string>> Settings { get; }

    /// <summary>Checks the settings.</summary>
    /// <exception cref="ArgumentException">A setting lies outside its range; the message names it, its value and the range.</exception>
    void Validate();
}

/// <summary>A system of an application with its input: resolved from the container.</summary>
/// <typeparam name="TResult">What it answers with.</typeparam>
public interface IPolicingSystem<TResult>
{
    /// <summary>The system as data.</summary>
    ISystem System { get; }

    /// <summary>Runs it from its input to its result.</summary>
    /// <param name="cancellationToken">Stops the run.</param>
    Task<TResult> RunAsync(CancellationToken cancellationToken = default);
}
