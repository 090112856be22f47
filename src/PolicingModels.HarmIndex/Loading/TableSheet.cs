using System.Globalization;
using System.Text;
using ExcelDataReader;
using ExcelDataReader.Exceptions;

namespace PolicingModels.HarmIndex;

/// <summary>The cells of one sheet as they stand: text, number, date, truth value or null.</summary>
internal sealed record TableSheet(string Name, IReadOnlyList<(long Line, object?[] Cells)> Rows)
{
    /// <summary>Reads every sheet of a workbook, or the one table of a CSV file.</summary>
    public static IReadOnlyList<TableSheet> ReadAll(string path)
    {
        if (!File.Exists(path))
        {
            throw new InputRefusedException(path, $"There is no file {path}.");
        }

        try
        {
            return Path.GetExtension(path).ToUpperInvariant() switch
            {
                ".XLSX" or ".XLSM" => ReadWorkbook(path),
                ".CSV" => [new TableSheet(Path.GetFileName(path), [.. CsvText.Read(File.ReadAllText(path, Encoding.UTF8)).Select(r => (r.Line, Array.ConvertAll(r.Cells, c => c.Trim().Length == 0 ? null : (object)c.Trim())))])],
                string other => throw new InputRefusedException(path, $"{path} ends in “{other}”; a harm table is read from .xlsx, .xlsm or .csv. Save an older .xls workbook as .xlsx."),
            };
        }
        catch (Exception e) when (e is ExcelReaderException or FormatException or InvalidDataException or System.Xml.XmlException)
        {
            throw new InputRefusedException(path, $"{path} cannot be read as a table: {e.Message}", inner: e);
        }
    }

    public static string Text(object? cell) => cell switch
    {
        null => "",
        string text => text.Trim(),
        DateTime date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString() ?? "",
    };

    private static List<TableSheet> ReadWorkbook(string path)
    {
        // The reader asks for code page 1252 even for XLSX, which never uses it; registering twice is harmless.
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        using FileStream stream = File.OpenRead(path);
        using IExcelDataReader reader = ExcelReaderFactory.CreateOpenXmlReader(stream);
        List<TableSheet> sheets = [];
        do
        {
            List<(long, object?[])> rows = [];
            for (long line = 1; reader.Read(); line++)
            {
                object?[] cells = new object?[reader.FieldCount];
                for (int c = 0; c < cells.Length; c++)
                {
                    cells[c] = reader.GetValue(c) is string text ? (text.Trim().Length == 0 ? null : text.Trim()) : reader.GetValue(c);
                }

                if (Array.Exists(cells, c => c is not null))
                {
                    rows.Add((line, cells));
                }
            }

            sheets.Add(new TableSheet(reader.Name, rows));
        }
        while (reader.NextResult());
        return sheets;
    }
}
