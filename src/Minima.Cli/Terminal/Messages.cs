using Minima.Distributed;
using Minima.Tabular;

namespace Minima.Cli.Terminal;

/// <summary>What the command and the libraries below it can say, in the reader's language.</summary>
internal static class Messages
{
    private static readonly Lazy<MessageTable> AllMessages = new(() => MessageTable.Of([.. LibraryMessages.Assemblies, typeof(MpiGroup).Assembly, typeof(Sql.SqlSource).Assembly, typeof(Messages).Assembly]));

    public static MessageTable Table => AllMessages.Value;
}
