namespace Minima.Cli.Terminal;

/// <summary>What the command and the libraries below it can say, in the reader's language.</summary>
internal static class Messages
{
    private static readonly Lazy<MessageTable> AllMessages = new(() => MessageTable.Of(typeof(Loss).Assembly, typeof(Training.TrainingException).Assembly, typeof(Tabular.Comparison).Assembly, typeof(Messages).Assembly));

    public static MessageTable Table => AllMessages.Value;
}
