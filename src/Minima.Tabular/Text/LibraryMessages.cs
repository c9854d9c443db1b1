using System.Reflection;

namespace Minima.Tabular;

/// <summary>What the library and those below it report, in Chinese too.</summary>
internal static class LibraryMessages
{
    /// <summary>Those that bring messages.</summary>
    public static IReadOnlyList<Assembly> Assemblies { get; } = [typeof(Loss).Assembly, typeof(Trees.TreeModel).Assembly, typeof(TrainingException).Assembly, typeof(Training.Checkpoints.CheckpointException).Assembly, typeof(LibraryMessages).Assembly];

    private static readonly Lazy<MessageTable> AllMessages = new(() => MessageTable.Of(Assemblies));

    public static MessageTable All => AllMessages.Value;
}
