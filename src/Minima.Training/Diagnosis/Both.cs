namespace Minima.Training.Diagnosis;

/// <summary>A text in both languages.</summary>
internal readonly record struct Both(string English, string Chinese)
{
    /// <summary>A text that is the same in both: a name, a number, code.</summary>
    public static Both Same(string text) => new(text, text);

    /// <summary>Texts one after the other, each language with its own separator.</summary>
    public static Both Join(string english, string chinese, IReadOnlyList<Both> texts) =>
        new(string.Join(english, texts.Select(text => text.English)), string.Join(chinese, texts.Select(text => text.Chinese)));

    /// <summary>What the one language or the other says.</summary>
    public string In(bool chinese) => chinese ? Chinese : English;

    /// <summary>The English text.</summary>
    public override string ToString() => English;

    public static Both operator +(Both left, Both right) => new(left.English + right.English, left.Chinese + right.Chinese);
}
