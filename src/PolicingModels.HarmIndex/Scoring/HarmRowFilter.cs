namespace PolicingModels.HarmIndex;

/// <summary>Decides which rows count, and why the others do not. The first reason in the order of <see cref="HarmExclusion"/> is the one given.</summary>
internal sealed class HarmRowFilter
{
    private const int CancellationStride = 1 << 20;

    private readonly HarmOffences _offences;
    private readonly HarmEntities _entities;
    private readonly HarmWeights _weights;
    private readonly HarmScoringOptions _options;
    private readonly bool[] _roleCounts;

    public HarmRowFilter(HarmOffences offences, HarmEntities entities, HarmWeights weights, HarmUnit unit, HarmScoringOptions options)
    {
        _offences = offences;
        _entities = entities;
        _weights = weights;
        _options = options;
        _roleCounts = new bool[Enum.GetValues<OffenceRole>().Length];
        for (int role = 0; role < _roleCounts.Length; role++)
        {
            _roleCounts[role] = options.Roles.Count > 0
                ? options.Roles.Contains((OffenceRole)role)
                : unit is not (HarmUnit.Person or HarmUnit.Dyad) || (OffenceRole)role != OffenceRole.Victim;
        }

        if (options.DateBasis == HarmDateBasis.Recorded && offences.RecordedDay.IsEmpty && offences.Count > 0)
        {
            throw new ArgumentException("The window is by recording day, but the offences have no recorded column.", nameof(offences));
        }

        if (options.PrincipalOffenceOnly && (offences.Incident.IsEmpty || offences.Victim is null) && offences.Count > 0)
        {
            throw new ArgumentException("Scoring only the principal offence needs incident numbers and victims; the offences lack them.", nameof(offences));
        }

        if (options.CoSuspects == CoSuspectRule.Split && offences.Offence.IsEmpty && offences.Count > 0)
        {
            throw new ArgumentException("Splitting among co-suspects needs offence numbers; the offences have none.", nameof(offences));
        }
    }

    /// <summary>How many entities share each offence; null where each gets the full score.</summary>
    public int[]? SharersByOffence { get; private set; }

    public HarmExclusion[] Exclusions(CancellationToken cancellationToken)
    {
        HarmExclusion[] exclusions = new HarmExclusion[_offences.Count];
        int strides = (exclusions.Length + CancellationStride - 1) / CancellationStride;
        Parallel.For(0, strides, new ParallelOptions { MaxDegreeOfParallelism = _options.Threads, CancellationToken = cancellationToken }, stride =>
        {
            int from = stride * CancellationStride, to = Math.Min(exclusions.Length, from + CancellationStride);
            for (int i = from; i < to; i++)
            {
                exclusions[i] = ByRow(i);
            }
        });

        if (!_offences.Offence.IsEmpty)
        {
            MarkDuplicates(exclusions);
        }

        if (_options.PrincipalOffenceOnly)
        {
            MarkLesser(exclusions);
        }

        if (_options.CoSuspects == CoSuspectRule.Split)
        {
            int[] sharers = new int[_offences.OffenceNumbers];
            for (int i = 0; i < exclusions.Length; i++)
            {
                if (exclusions[i] == HarmExclusion.None)
                {
                    sharers[_offences.Offence[i]]++;
                }
            }

            SharersByOffence = sharers;
        }

        return exclusions;
    }

    private HarmExclusion ByRow(int row)
    {
        if (!_offences.Status.IsEmpty)
        {
            OffenceStatus status = _offences.Status[row];
            if (status == OffenceStatus.NonCrime && _options.ExcludeNonCrime)
            {
                return HarmExclusion.NonCrime;
            }

            if (status == OffenceStatus.Cancelled && _options.ExcludeCancelled)
            {
                return HarmExclusion.Cancelled;
            }
        }

        int end = _options.AsOf.DayNumber, start = end - _options.WindowDays;
        int date = HarmCredit.DatesOf(_offences, _options)[row];
        if (date < start || date >= end)
        {
            return HarmExclusion.OutsideWindow;
        }

        if (!_offences.RecordedDay.IsEmpty && _offences.RecordedDay[row] >= end)
        {
            return HarmExclusion.NotYetKnown;
        }

        if (_options.DateBasis == HarmDateBasis.Recorded && _options.ExcludeHistoric && _offences.OccurredDay[row] < start)
        {
            return HarmExclusion.Historic;
        }

        if (!_offences.Role.IsEmpty && !_roleCounts[(int)_offences.Role[row]])
        {
            return HarmExclusion.Role;
        }

        if (!_offences.Detection.IsEmpty)
        {
            OffenceDetection detection = _offences.Detection[row];
            if (detection == OffenceDetection.Proactive && _options.ExcludeProactive)
            {
                return HarmExclusion.Proactive;
            }

            if (detection == OffenceDetection.Company && _options.ExcludeCompanyDetected)
            {
                return HarmExclusion.CompanyDetected;
            }
        }

        return _entities.OfRow[row] < 0 ? HarmExclusion.NoEntity : HarmExclusion.None;
    }

    /// <summary>Keeps one row of each offence and entity. Rows of one offence are chained, so the cost is linear for any sane number of persons per offence.</summary>
    private void MarkDuplicates(HarmExclusion[] exclusions)
    {
        ReadOnlySpan<int> offence = _offences.Offence, entity = _entities.OfRow;
        int[] head = new int[_offences.OffenceNumbers];
        Array.Fill(head, -1);
        int[] next = new int[exclusions.Length];
        Dictionary<int, int> replaced = [];
        for (int i = 0; i < exclusions.Length; i++)
        {
            if (exclusions[i] != HarmExclusion.None)
            {
                continue;
            }

            bool chained = false;
            for (int j = head[offence[i]]; j >= 0; j = next[j])
            {
                if (entity[j] == entity[i])
                {
                    // A place in the chain stays with the row that made it, whichever row it keeps.
                    int kept = replaced.GetValueOrDefault(j, j);
                    bool better = Outranks(i, kept);
                    exclusions[better ? kept : i] = HarmExclusion.Duplicate;
                    if (better)
                    {
                        replaced[j] = i;
                    }

                    chained = true;
                    break;
                }
            }

            if (!chained)
            {
                next[i] = head[offence[i]];
                head[offence[i]] = i;
            }
        }
    }

    /// <summary>Of the offences of one incident against one victim, keeps the gravest.</summary>
    private void MarkLesser(HarmExclusion[] exclusions)
    {
        ReadOnlySpan<int> incident = _offences.Incident, victim = _offences.Victim!.Codes, entity = _entities.OfRow;
        Dictionary<(int Incident, int Victim, int Entity), int> gravest = [];
        for (int i = 0; i < exclusions.Length; i++)
        {
            if (exclusions[i] != HarmExclusion.None || victim[i] < 0)
            {
                continue;
            }

            (int, int, int) key = (incident[i], victim[i], entity[i]);
            if (!gravest.TryGetValue(key, out int kept))
            {
                gravest.Add(key, i);
            }
            else if (Outranks(i, kept))
            {
                exclusions[kept] = HarmExclusion.NotPrincipal;
                gravest[key] = i;
            }
            else
            {
                exclusions[i] = HarmExclusion.NotPrincipal;
            }
        }
    }

    // Which of two rows stands for both must not depend on their order: the graver one, then the later, then the code; rows alike in all are alike.
    private bool Outranks(int row, int other)
    {
        int code = _offences.Code.Codes[row], otherCode = _offences.Code.Codes[other];
        ReadOnlySpan<int> dates = HarmCredit.DatesOf(_offences, _options);
        int by = code == otherCode ? 0 : _weights.Gravity(code).CompareTo(_weights.Gravity(otherCode));
        by = by != 0 ? by : dates[row].CompareTo(dates[other]);
        return by != 0 ? by > 0 : code != otherCode && string.CompareOrdinal(_offences.Code[row], _offences.Code[other]) < 0;
    }
}
