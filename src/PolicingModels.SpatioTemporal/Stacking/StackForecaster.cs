using System.Globalization;
using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>Combines forecasters by what their past forecasts were worth: the default of the ready-made systems.</summary>
/// <remarks>
/// The members' shares of each cell are pooled logarithmically, with weights estimated from forecasts each member made of the last periods with nothing later in sight, and
/// shrunk towards equal weights. The level and the spread are the stack's own. Weights need not sum to 1, so that a pool of timid members can be made bolder and one of bold
/// members calmer; a weight below 0 corrects a member by another. Source of the idea: Wolpert 1992 (doi:10.1016/S0893-6080(05)80023-1); logarithmic pools: Genest and
/// Zidek 1986 (doi:10.1214/ss/1177013825). Deterministic; thread-safe.
/// </remarks>
public sealed class StackForecaster : IGridForecaster
{
    private readonly StackOptions _options;
    private readonly IReadOnlyList<IGridForecaster> _members;

    /// <summary>Makes the forecaster.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentException">A setting is outside its range, there is no member, or two have the same name.</exception>
    public StackForecaster(StackOptions? options = null)
    {
        _options = options ?? new StackOptions();
        _options.Validate();
        _members = _options.Members is null ? DefaultMembers : [.. _options.Members];
    }

    /// <summary>
    /// The default members, new at every call: the shrunk long-run mean, the shrunk mean with a half-life of 26 periods, the mean of the neighbourhood, the long-run mean
    /// with the neighbourhood's trend, the hierarchy of surroundings, long run and recent counts, and the count regression.
    /// </summary>
    public static IReadOnlyList<IGridForecaster> DefaultMembers =>
    [
        new EmpiricalBayesForecaster(),
        new EmpiricalBayesEwmaForecaster(new() { HalfLifePeriods = 26 }),
        new NeighbourhoodMeanForecaster(),
        new LocalTrendForecaster(),
        new HierarchicalRatesForecaster(),
        new CountRegressionForecaster(),
    ];

    /// <inheritdoc/>
    public string Name => "stack";

    /// <summary>The names of the members.</summary>
    public IReadOnlyList<string> MemberNames => [.. _members.Select(m => m.Name)];

    /// <inheritdoc/>
    /// <remarks>A member that the history cannot carry is left out, and the forecast says so.</remarks>
    /// <exception cref="AnalysisException">There is no event in the history, or it can carry none of the members.</exception>
    public IFittedGridForecaster Fit(SpaceTimeCounts history, CancellationToken cancellationToken = default)
    {
        CountHistory past = CountHistory.Of(history, Name);
        List<StackMember> members = [];
        List<string> notes = [];
        AnalysisException? refused = null;
        foreach (IGridForecaster member in _members)
        {
            try
            {
                members.Add(StackMember.Of(member, past, _options.CalibrationPeriods, cancellationToken));
            }
            catch (AnalysisException failure)
            {
                refused = failure;
                notes.Add($"The member {member.Name} was left out: {failure.Message}");
            }
        }

        if (members.Count == 0)
        {
            throw new AnalysisException(refused!.Reason, string.Create(CultureInfo.InvariantCulture, $"The history can carry none of the {_members.Count} members of the stack; the last said: {refused.Message}"), refused);
        }

        return new StackFit(Name, past, members, _options, notes, cancellationToken);
    }
}
