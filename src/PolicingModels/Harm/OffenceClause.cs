using PolicingModels.HarmIndex;

namespace PolicingModels;

/// <summary>A condition on a column without a role, such as <c>weapon</c> or <c>domestic</c>.</summary>
/// <param name="Column">The column's header, in any letter case.</param>
/// <param name="Values">The values that pass, in any letter case.</param>
public sealed record ColumnCondition(string Column, params IReadOnlyList<string> Values)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Column} is {string.Join(" or ", Values)}";
}

/// <summary>A kind of offence that a system counts; an offence counts where any clause takes it.</summary>
/// <param name="Name">What the clause is for, in words.</param>
public sealed record OffenceClause(string Name)
{
    /// <summary>The codes it takes, in any spelling; empty for every code. A listed class or crime-tree code takes the finer codes below it.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];

    /// <summary>Further conditions, all of which must hold. Without the column in the input the clause takes nothing, and the result says so.</summary>
    public IReadOnlyList<ColumnCondition> Where { get; init; } = [];

    /// <summary>Whether only offences that name a victim are taken.</summary>
    public bool PersonalVictim { get; init; }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Name}: {(Codes.Count == 0 ? "every code" : string.Join(", ", Codes))}{string.Concat(Where.Select(w => $"; {w}"))}{(PersonalVictim ? "; with a victim" : "")}";

    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Name);
        foreach (string code in Codes)
        {
            if (!OffenceCode.TryParse(code, out _, out string? problem))
            {
                throw new ArgumentException($"The clause “{Name}” lists the code “{code}”: {problem}", nameof(Codes));
            }
        }

        foreach (ColumnCondition condition in Where)
        {
            if (string.IsNullOrWhiteSpace(condition.Column) || condition.Values.Count == 0)
            {
                throw new ArgumentException($"The clause “{Name}” has a condition without a column or without values.", nameof(Where));
            }
        }
    }
}
