namespace Minima.Cli.Losses;

/// <summary>The reason why a loss matches a search, the best first.</summary>
internal enum Nearness
{
    /// <summary>The text is its name.</summary>
    Named,

    /// <summary>The text is one of its search words.</summary>
    Meant,

    /// <summary>A search word contains the text.</summary>
    SearchWord,

    /// <summary>A name contains the text.</summary>
    Name,

    /// <summary>Its family is about the topic, and its page mentions it.</summary>
    Topic,

    /// <summary>Its family is about the topic.</summary>
    Family,

    /// <summary>Its page mentions the topic.</summary>
    Written,

    /// <summary>Its description contains the text.</summary>
    Text,
}
