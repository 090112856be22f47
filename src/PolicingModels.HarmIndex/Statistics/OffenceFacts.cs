namespace PolicingModels.HarmIndex;

/// <summary>What all rows of one offence say of it together, whatever their order.</summary>
/// <param name="IsCrime">Whether it stands as a crime in any row. If so, only such rows are read.</param>
/// <param name="RecordedDay">The earliest day of recording, or of the offence where recording days are not known.</param>
/// <param name="OccurredDay">The earliest day of the offence.</param>
/// <param name="Code">The gravest code, as a place in the column's levels; −1 for none.</param>
/// <param name="Detection">How it came to notice: reported where any row says so, else found by police activity, else by a company.</param>
/// <param name="Detected">Whether it was detected in any row.</param>
internal readonly record struct OffenceFacts(bool IsCrime, int RecordedDay, int OccurredDay, int Code, OffenceDetection Detection, bool Detected)
{
    /// <summary>The offences of a table, in the order of their numbers, without rows recorded on or after a day.</summary>
    public static IEnumerable<OffenceFacts> Gather(HarmOffences offences, HarmWeights weights, DateOnly unknownFrom)
    {
        ReadOnlySpan<int> recorded = offences.RecordedDay.IsEmpty ? offences.OccurredDay : offences.RecordedDay;
        OffenceFacts?[] gathered = new OffenceFacts?[offences.Offence.IsEmpty ? offences.Count : offences.OffenceNumbers];
        for (int i = 0; i < offences.Count; i++)
        {
            if (recorded[i] >= unknownFrom.DayNumber)
            {
                continue;
            }

            OffenceFacts row = new(
                offences.Status.IsEmpty || offences.Status[i] == OffenceStatus.Crime,
                recorded[i],
                offences.OccurredDay[i],
                offences.Code.Codes[i],
                offences.Detection.IsEmpty ? OffenceDetection.Unknown : offences.Detection[i],
                !offences.Detected.IsEmpty && offences.Detected[i]);
            int number = offences.Offence.IsEmpty ? i : offences.Offence[i];
            gathered[number] = gathered[number] is { } known ? known.With(row, offences.Code, weights) : row;
        }

        return gathered.OfType<OffenceFacts>();
    }

    private OffenceFacts With(OffenceFacts other, CategoryColumn codes, HarmWeights weights)
    {
        if (IsCrime != other.IsCrime)
        {
            return IsCrime ? this : other;
        }

        return new OffenceFacts(
            IsCrime,
            Math.Min(RecordedDay, other.RecordedDay),
            Math.Min(OccurredDay, other.OccurredDay),
            weights.Graver(codes, Code, other.Code),
            Standing(Detection) >= Standing(other.Detection) ? Detection : other.Detection,
            Detected || other.Detected);
    }

    /// <summary>A report by the public is how an offence came to notice, whoever else was found in it later.</summary>
    private static int Standing(OffenceDetection detection) => detection switch
    {
        OffenceDetection.Reported => 3,
        OffenceDetection.Proactive => 2,
        OffenceDetection.Company => 1,
        _ => 0,
    };
}
