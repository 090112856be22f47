namespace PolicingModels.HarmIndex;

/// <summary>The score of one row after attempt, multiplier, sharing and decay.</summary>
/// <param name="Days">The score in days; 0 where the code carries none.</param>
/// <param name="LowDays">What it could be at least.</param>
/// <param name="HighDays">What it could be at most.</param>
/// <param name="IsScored">Whether the code carries a score.</param>
public readonly record struct HarmRowScore(double Days, double LowDays, double HighDays, bool IsScored);

/// <summary>Turns a row into days of harm.</summary>
internal sealed class HarmCredit
{
    private readonly HarmOffences _offences;
    private readonly HarmWeights _weights;
    private readonly int[]? _sharers;
    private readonly HarmScoringOptions _options;
    private readonly double[] _decay;
    private readonly int _lastDay;

    public HarmCredit(HarmOffences offences, HarmWeights weights, int[]? sharers, HarmScoringOptions options)
    {
        _offences = offences;
        _weights = weights;
        _sharers = sharers;
        _options = options;
        _lastDay = options.AsOf.DayNumber - 1;
        _decay = new double[options.WindowDays];
        for (int age = 0; age < _decay.Length; age++)
        {
            _decay[age] = options.DecayFactor(age);
        }
    }

    /// <summary>The date that decides, by the options' basis.</summary>
    public ReadOnlySpan<int> Dates => DatesOf(_offences, _options);

    public static ReadOnlySpan<int> DatesOf(HarmOffences offences, HarmScoringOptions options) =>
        options.DateBasis == HarmDateBasis.Recorded ? offences.RecordedDay : offences.OccurredDay;

    public HarmRowScore Of(int row)
    {
        (double days, double low, double high) = _weights.At(_offences.Code.Codes[row]);
        // A row inside the window always has an age inside the table.
        double factor = _decay[_lastDay - Dates[row]];
        if (!_offences.Attempt.IsEmpty && _offences.Attempt[row])
        {
            factor *= _options.AttemptFactor;
        }

        if (_options.ApplyMultipliers && !_offences.Multiplier.IsEmpty)
        {
            factor *= _offences.Multiplier[row];
        }

        if (_sharers is not null)
        {
            factor /= _sharers[_offences.Offence[row]];
        }

        return double.IsNaN(days)
            ? new HarmRowScore(0, low * factor, high * factor, false)
            : new HarmRowScore(days * factor, low * factor, high * factor, true);
    }
}
