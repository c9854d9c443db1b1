namespace Minima.Training.Data;

/// <summary>Quotes pieces of the user's data in the quotation marks of each language.</summary>
internal static class QuotedNames
{
    extension(Localized)
    {
        /// <summary>One name in quotation marks.</summary>
        public static Localized Quote(string text)
        {
            var quoted = DataException.Quote(text);
            return new(quoted, $"“{quoted[1..^1]}”");
        }

        /// <summary>Names in quotation marks, only the first few if there are many.</summary>
        public static Localized List(IReadOnlyList<string> names)
        {
            var shown = string.Concat(names.Take(DataException.MostListed).Select((name, i) => (i == 0 ? "" : "、") + Localized.Quote(name).Chinese));
            return new(DataException.List(names), names.Count <= DataException.MostListed ? shown : $"{shown}等 {names.Count} 个");
        }
    }
}
