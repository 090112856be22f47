namespace PolicingModels.Data;

/// <summary>Why a row is refused: fixed sentences, so that refusals can be counted by reason.</summary>
internal static class Reasons
{
    public const string MissingCoordinate = "the coordinate is missing";
    public const string NotANumber = "the coordinate is not a number; write digits with a decimal point";
    public const string NotFinite = "the coordinate is not finite";
    public const string ZeroCoordinates = "both coordinates are 0, which stands for an unknown place";
    public const string LatitudeOutOfRange = "a latitude lies between −90 and 90 degrees; are longitude and latitude swapped?";
    public const string LongitudeOutOfRange = "a longitude lies between −180 and 180 degrees";
    public const string SwappedRow = "longitude and latitude look swapped: exchanged, the point lies among the others";
    public const string OutsideBritishNationalGrid = "the point lies outside the British National Grid (easting 0 to 700000, northing 0 to 1300000 metres)";
    public const string FarFromTheRest = "the point lies more than 20 degrees from the middle of the data; one plane cannot hold both";
    public const string MissingDate = "the date is missing";
    public const string NotADate = "not a date; write YYYY-MM-DD, YYYY-MM-DD HH:MM or YYYY-MM";
    public const string AmbiguousDate = "the order of day and month is ambiguous; declare it (DateFormat; --date-format day-month-year or month-day-year on the command line), or write YYYY-MM-DD";
    public const string NoSuchDay = "there is no such day in the calendar";
    public const string YearOutOfRange = "the year is before 1900 or after 9998";
    public const string EndBeforeStart = "the end is before the start";
    public const string MissingRecorded = "the recorded date is missing; map recorded to nothing (recorded=) to do without it";
    public const string DuplicateId = "the id occurs in an earlier row; the first is kept";
    public const string UnclosedQuote = "a quote is opened and not closed within 65536 bytes; double the quotes inside quoted text";
    public const string TextAfterQuote = "text follows a closing quote; double the quotes inside quoted text";

    public const string NotAMultiplier = "a multiplier is a finite number that is not negative; write digits with a decimal point, or nothing for 1";

    public const string MissingArea = "the area is missing";
    public const string MissingType = "the type is missing";
    public const string MissingMonth = "the month is missing";
    public const string NotAMonth = "not a month; write YYYY-MM";
    public const string DayInsideMonth = "a day inside a month is no month; write YYYY-MM, or the first day of the month";
    public const string DuplicateMonth = "the month of this type and area occurs in an earlier row; the first is kept";
    public const string MissingCount = "the count is missing; leave the row out where it is not known, write 0 where nothing was counted";
    public const string NotACount = "the count is not a number; write digits";
    public const string CountNotFinite = "the count is not finite";
    public const string NegativeCount = "a count is not negative";
    public const string FractionalCount = "a count is a whole number";
    public const string CountTooLarge = "a count above 1,000,000,000 a month is no count of crimes; is it an id?";
    public const string NoMonths = "the row has no count in any month";

    public static string FutureMonth(DateOnly asOf) => FormattableString.Invariant($"the month begins after {asOf:yyyy-MM-dd}, the day on which counts were known");

    public static string PartialMonth(DateOnly asOf) => FormattableString.Invariant($"the month was not over on {asOf:yyyy-MM-dd}, so its count is partial; leave it out");

    public static string NotOneOf(IEnumerable<string> accepted) => $"the word is not known here; write {string.Join(", ", accepted)}, or nothing where it is not known";

    public static string TooLate(DateOnly last) => FormattableString.Invariant($"the date is after {last:yyyy-MM-dd}, the last day that can be known");

    public static string WrongFieldCount(int found, int expected) => FormattableString.Invariant($"the row has {found} fields where the header has {expected}");
}
