namespace Minima.Cli.Losses;

/// <summary>Why a loss answers a search, the best reason first.</summary>
internal enum Nearness
{
    /// <summary>The text is its name.</summary>
    Named,

    /// <summary>The text is one of its search words.</summary>
    Meant,

    /// <summary>A search word holds the text.</summary>
    SearchWord,

    /// <summary>A name holds the text.</summary>
    Name,

    /// <summary>Its family is about the topic, and its page says so.</summary>
    Topic,

    /// <summary>Its family is about the topic.</summary>
    Family,

    /// <summary>Its page says what the topic is about.</summary>
    Written,

    /// <summary>Its description holds the text.</summary>
    Text,
}
