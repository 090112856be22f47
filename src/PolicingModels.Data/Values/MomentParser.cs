namespace PolicingModels.Data;

/// <summary>Reads dates and times from text without allocating.</summary>
internal static class MomentParser
{
    public const int EarliestYear = 1900;
    public const int LatestYear = 9998;

    /// <summary>Reads a date, a date-time or a month; a reason where the text is none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, DateFormat format, out Moment moment, out string reason)
    {
        moment = default;
        reason = Reasons.NotADate;
        if (!TryDate(ref text, format, out int year, out int month, out int day, ref reason))
        {
            return false;
        }

        if (year is < EarliestYear or > LatestYear)
        {
            reason = Reasons.YearOutOfRange;
            return false;
        }

        if (month is < 1 or > 12 || day > DateTime.DaysInMonth(year, month))
        {
            reason = Reasons.NoSuchDay;
            return false;
        }

        if (day == 0)
        {
            moment = new Moment(new DateOnly(year, month, 1).DayNumber * Moment.SecondsPerDay, MomentPrecision.Month);
            return text.IsEmpty;
        }

        long midnight = new DateOnly(year, month, day).DayNumber * Moment.SecondsPerDay;
        if (text.IsEmpty)
        {
            moment = new Moment(midnight, MomentPrecision.Day);
            return true;
        }

        if (text[0] is not ((byte)' ' or (byte)'T' or (byte)'t') || !TryTime(text[1..], out int second, out bool hasOffset))
        {
            return false;
        }

        moment = new Moment(midnight + second, MomentPrecision.Time, hasOffset);
        return true;
    }

    // Day 0 says that only a month was given.
    private static bool TryDate(ref ReadOnlySpan<byte> text, DateFormat format, out int year, out int month, out int day, ref string reason)
    {
        year = month = day = 0;
        int digits = LeadingDigits(text);
        if (digits == 8 && (text.Length == 8 || text[8] is (byte)'T' or (byte)' '))
        {
            year = Number(text[..4]);
            month = Number(text[4..6]);
            day = Number(text[6..8]);
            text = text[8..];
            return day != 0 || Fail(out reason);
        }

        if (digits == 4 && text.Length > 4 && text[4] is (byte)'-' or (byte)'/')
        {
            byte separator = text[4];
            year = Number(text[..4]);
            text = text[5..];
            digits = LeadingDigits(text);
            if (digits is not (1 or 2))
            {
                return false;
            }

            month = Number(text[..digits]);
            bool full = digits == 2;
            text = text[digits..];
            if (text.IsEmpty)
            {
                return full;
            }

            if (text[0] != separator)
            {
                return false;
            }

            text = text[1..];
            digits = LeadingDigits(text);
            if (digits is not (1 or 2))
            {
                return false;
            }

            day = Number(text[..digits]);
            text = text[digits..];
            return day != 0 || Fail(out reason);
        }

        if (digits is 1 or 2 && text.Length > digits && text[digits] is (byte)'/' or (byte)'-' or (byte)'.')
        {
            byte separator = text[digits];
            int first = Number(text[..digits]);
            ReadOnlySpan<byte> rest = text[(digits + 1)..];
            int secondDigits = LeadingDigits(rest);
            if (secondDigits is not (1 or 2) || rest.Length <= secondDigits || rest[secondDigits] != separator)
            {
                return false;
            }

            int second = Number(rest[..secondDigits]);
            rest = rest[(secondDigits + 1)..];
            if (LeadingDigits(rest) != 4)
            {
                return false;
            }

            if (format == DateFormat.Iso)
            {
                reason = Reasons.AmbiguousDate;
                return false;
            }

            year = Number(rest[..4]);
            (day, month) = format == DateFormat.DayMonthYear ? (first, second) : (second, first);
            text = rest[4..];
            return day != 0 || Fail(out reason);
        }

        return false;
    }

    private static bool TryTime(ReadOnlySpan<byte> text, out int second, out bool hasOffset)
    {
        second = 0;
        hasOffset = false;
        int digits = LeadingDigits(text);
        if (digits is not (1 or 2) || text.Length < digits + 3 || text[digits] != ':' || LeadingDigits(text[(digits + 1)..]) != 2)
        {
            return false;
        }

        int hour = Number(text[..digits]), minute = Number(text.Slice(digits + 1, 2)), seconds = 0;
        bool fraction = false;
        text = text[(digits + 3)..];
        if (!text.IsEmpty && text[0] == ':')
        {
            if (LeadingDigits(text[1..]) != 2)
            {
                return false;
            }

            seconds = Number(text.Slice(1, 2));
            text = text[3..];
            if (!text.IsEmpty && text[0] is (byte)'.' or (byte)',')
            {
                digits = LeadingDigits(text[1..]);
                if (digits == 0)
                {
                    return false;
                }

                fraction = text.Slice(1, digits).ContainsAnyExcept((byte)'0');
                text = text[(digits + 1)..];
            }
        }

        ReadOnlySpan<byte> tail = text.TrimStart((byte)' ');
        if (tail.Length >= 2 && tail[1] is (byte)'M' or (byte)'m' && tail[0] is (byte)'A' or (byte)'a' or (byte)'P' or (byte)'p')
        {
            if (hour is < 1 or > 12)
            {
                return false;
            }

            hour = (hour % 12) + (tail[0] is (byte)'P' or (byte)'p' ? 12 : 0);
            tail = tail[2..];
        }

        if (!tail.IsEmpty)
        {
            if (!IsOffset(tail))
            {
                return false;
            }

            hasOffset = true;
        }

        bool endOfDay = hour == 24 && minute == 0 && seconds == 0 && !fraction;
        second = (((hour * 60) + minute) * 60) + seconds;
        return endOfDay || (hour < 24 && minute < 60 && seconds < 60);
    }

    private static bool IsOffset(ReadOnlySpan<byte> text)
    {
        if (text.Length == 1)
        {
            return text[0] is (byte)'Z' or (byte)'z';
        }

        if (text[0] is not ((byte)'+' or (byte)'-'))
        {
            return false;
        }

        text = text[1..];
        int digits = LeadingDigits(text);
        return text.Length == digits ? digits is 2 or 4 : digits == 2 && text[2] == ':' && text.Length == 5 && LeadingDigits(text[3..]) == 2;
    }

    private static bool Fail(out string reason)
    {
        reason = Reasons.NoSuchDay;
        return false;
    }

    private static int LeadingDigits(ReadOnlySpan<byte> text)
    {
        int count = 0;
        while (count < text.Length && (uint)(text[count] - '0') <= 9)
        {
            count++;
        }

        return count;
    }

    private static int Number(ReadOnlySpan<byte> digits)
    {
        int value = 0;
        foreach (byte digit in digits)
        {
            value = (value * 10) + (digit - '0');
        }

        return value;
    }
}
