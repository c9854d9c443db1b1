namespace Minima.Tabular;

/// <summary>What the library and those below it report, in Chinese too.</summary>
internal static class LibraryMessages
{
    private static readonly Lazy<MessageTable> AllMessages = new(() => MessageTable.Of(typeof(Loss).Assembly, typeof(Training.TrainingException).Assembly, typeof(LibraryMessages).Assembly));

    public static MessageTable Table => AllMessages.Value;
}
