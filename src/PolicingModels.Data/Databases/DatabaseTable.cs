using System.Data.Common;

namespace PolicingModels.Data;

/// <summary>Reads the rows of a database command into a table that is being built.</summary>
internal static class DatabaseTable
{
    private const int RowsPerReport = 1 << 14;

    public static void Read(string source, DbCommand command, IRowTaker taker, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        try
        {
            using CancellationTokenRegistration stop = cancellationToken.Register(static c => ((DbCommand)c!).Cancel(), command);
            using DbDataReader reader = command.ExecuteReader();
            string[] headers = new string[reader.FieldCount];
            for (int i = 0; i < headers.Length; i++)
            {
                headers[i] = reader.GetName(i);
            }

            taker.Begin(source, headers);
            DatabaseRows rows = new(reader, taker.DateFormat);
            DatabaseRow row = new(rows);
            int untilReport = RowsPerReport;
            while (rows.Next())
            {
                taker.Add(row);
                if (--untilReport == 0)
                {
                    untilReport = RowsPerReport;
                    cancellationToken.ThrowIfCancellationRequested();
                    progress?.Report(taker.Seen);
                }
            }
        }
        catch (DbException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new InputRefusedException(source, $"{source} cannot be read: {FirstLine(e.Message)}.", inner: e);
        }
    }

    public static string FirstLine(string message)
    {
        int end = message.AsSpan().IndexOfAny('\r', '\n');
        return (end < 0 ? message : message[..end]).TrimEnd('.', ' ');
    }
}
