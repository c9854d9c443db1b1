namespace Minima.Training.Data;

/// <summary>A text in both languages.</summary>
internal readonly record struct Both(string English, string Chinese)
{
    /// <summary>Nothing to say.</summary>
    public static readonly Both Nothing = new("", "");

    public bool IsEmpty => English.Length == 0 && Chinese.Length == 0;

    /// <summary>What the one language or the other says.</summary>
    public string In(bool chinese) => chinese ? Chinese : English;

    /// <summary>A text that is the same in both: a name, a number, code.</summary>
    public static Both Same(string text) => new(text, text);

    /// <summary>A piece of the user's data in the quotation marks of each language.</summary>
    public static Both Quote(string text)
    {
        var quoted = DataException.Quote(text);
        return new(quoted, $"“{quoted[1..^1]}”");
    }

    /// <summary>Names in quotation marks, the first few when there are many.</summary>
    public static Both List(IReadOnlyList<string> names)
    {
        var shown = string.Concat(names.Take(DataException.MostListed).Select((name, i) => (i == 0 ? "" : "、") + Quote(name).Chinese));
        return new(DataException.List(names), names.Count <= DataException.MostListed ? shown : $"{shown}等 {names.Count} 个");
    }

    /// <summary>Texts one after the other, each language with its own separator.</summary>
    public static Both Join(string english, string chinese, IReadOnlyList<Both> texts) =>
        new(string.Join(english, texts.Select(text => text.English)), string.Join(chinese, texts.Select(text => text.Chinese)));

    /// <summary>The English text: messages of errors are English.</summary>
    public override string ToString() => English;

    public static Both operator +(Both left, Both right) => new(left.English + right.English, left.Chinese + right.Chinese);
}
