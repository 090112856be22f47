using PolicingModels.Data;
using PolicingModels.HarmIndex;

namespace PolicingModels;

/// <summary>The offences that a system counts, and how many each clause took.</summary>
/// <param name="Rows">Row numbers of the input, in order.</param>
/// <param name="ByClause">Rows per clause; a row that several take counts for the first.</param>
/// <param name="BelowEvidence">Rows that a clause took but whose outcome is excluded.</param>
/// <param name="Notes">Clauses that could not be decided for want of a column.</param>
public sealed record OffenceSelection(IReadOnlyList<int> Rows, IReadOnlyList<KeyValuePair<string, long>> ByClause, long BelowEvidence, IReadOnlyList<DataQualityNote> Notes)
{
    /// <summary>Selects the offences that a system counts.</summary>
    /// <param name="table">The offences.</param>
    /// <param name="system">The system.</param>
    /// <exception cref="InputRefusedException">No clause can be decided, because the columns it asks for are not there.</exception>
    public static OffenceSelection Of(OffenceTable table, HarmListSystem system)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(system);
        List<DataQualityNote> notes = [];
        Test[] tests = [.. system.Offences.Select(c => new Test(c, table, notes))];
        if (Array.TrueForAll(tests, t => !t.IsDecidable))
        {
            throw new InputRefusedException(table.Quality.Source, $"{table.Quality.Source} lacks what {system.About.Key} needs: {string.Join(' ', notes.Select(n => n.Message))} Add the column, or copy the system and change its offences.");
        }

        bool[]? excluded = null;
        if (system.ExcludedOutcomes.Count > 0)
        {
            if (table.Outcomes is null)
            {
                notes.Add(new DataQualityNote("no-outcomes", $"There is no outcome column, so no offence is left out for its outcome ({string.Join(", ", system.ExcludedOutcomes)})."));
            }

            excluded = [.. (table.Outcomes?.Levels ?? []).Select(o => system.ExcludedOutcomes.Contains(o, StringComparer.OrdinalIgnoreCase))];
        }

        List<int> rows = [];
        long[] taken = new long[tests.Length];
        long belowEvidence = 0;
        for (int row = 0; row < table.Offences.Count; row++)
        {
            int clause = Array.FindIndex(tests, t => t.Takes(row));
            if (clause < 0)
            {
                continue;
            }

            if (excluded is not null && table.Outcomes is { } outcomes && outcomes.Codes[row] is var o and >= 0 && excluded[o])
            {
                belowEvidence++;
                continue;
            }

            taken[clause]++;
            rows.Add(row);
        }

        return new OffenceSelection(rows, [.. tests.Select((t, i) => new KeyValuePair<string, long>(t.Name, taken[i]))], belowEvidence, notes);
    }

    private sealed class Test
    {
        private readonly bool[]? _codes;
        private readonly (CategoryColumn Column, bool[] Passes)[] _conditions;
        private readonly HarmOffences _offences;
        private readonly bool _victim;

        public Test(OffenceClause clause, OffenceTable table, List<DataQualityNote> notes)
        {
            Name = clause.Name;
            _offences = table.Offences;
            _victim = clause.PersonalVictim;
            IsDecidable = true;
            List<(CategoryColumn, bool[])> conditions = [];
            foreach (ColumnCondition condition in clause.Where)
            {
                if (table.ExtraColumn(condition.Column) is { } column)
                {
                    conditions.Add((column, [.. column.Levels.Select(l => condition.Values.Contains(l, StringComparer.OrdinalIgnoreCase))]));
                    continue;
                }

                IsDecidable = false;
                notes.Add(new DataQualityNote("no-column", $"There is no column “{condition.Column}”, so “{clause.Name}” ({condition}) takes no offence."));
            }

            if (_victim && _offences.Victim is null)
            {
                IsDecidable = false;
                notes.Add(new DataQualityNote("no-victims", $"There is no victim column, so “{clause.Name}” takes no offence."));
            }

            _conditions = [.. conditions];
            if (clause.Codes.Count > 0)
            {
                HashSet<OffenceCode> wanted = [.. clause.Codes.Select(OffenceCode.Parse)];
                _codes = [.. _offences.Code.Levels.Select(l => OffenceCode.TryParse(l, out OffenceCode code, out _) && (wanted.Contains(code) || (code.HomeOfficeClass is { } c && wanted.Contains(c)) || (code.TreeCode is { } t && wanted.Contains(t))))];
            }
        }

        public string Name { get; }

        public bool IsDecidable { get; }

        public bool Takes(int row)
        {
            if (!IsDecidable || (_codes is not null && (_offences.Code.Codes[row] is var code && (code < 0 || !_codes[code]))) || (_victim && _offences.Victim!.Codes[row] < 0))
            {
                return false;
            }

            foreach ((CategoryColumn column, bool[] passes) in _conditions)
            {
                if (column.Codes[row] is var level && (level < 0 || !passes[level]))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
