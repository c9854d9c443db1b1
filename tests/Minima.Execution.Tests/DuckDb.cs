using System.Globalization;
using System.Runtime.InteropServices;

namespace Minima.Execution.Tests;

/// <summary>DuckDB in this process, through its C interface; the library is the one that MINIMA_DUCKDB names, or libduckdb.so of the system.</summary>
internal sealed unsafe partial class DuckDb : IDisposable
{
    private nint database;
    private nint connection;

    static DuckDb()
    {
        NativeLibrary.SetDllImportResolver(typeof(DuckDb).Assembly, (name, _, _) =>
        {
            if (name != "duckdb")
            {
                return 0;
            }

            var path = Environment.GetEnvironmentVariable("MINIMA_DUCKDB") is { Length: > 0 } given ? given : "libduckdb.so";
            return NativeLibrary.TryLoad(path, out var handle)
                ? handle
                : throw new InvalidOperationException($"DuckDB's library '{path}' cannot be loaded: name it in MINIMA_DUCKDB (it is libduckdb.so of the npm package @duckdb/node-bindings-linux-x64, or of a release of DuckDB).");
        });
    }

    public DuckDb()
    {
        fixed (nint* d = &database, c = &connection)
        {
            if (Open(null, d) != 0 || Connect(database, c) != 0)
            {
                throw new InvalidOperationException("DuckDB does not open a database in memory");
            }
        }
    }

    /// <summary>Runs a statement; numbers of the first column, NaN and infinities included; null for NULL.</summary>
    public double?[] Run(string sql)
    {
        Result result;
        if (Query(connection, sql, &result) != 0)
        {
            var message = Marshal.PtrToStringUTF8((nint)Error(&result));
            Destroy(&result);
            throw new InvalidOperationException($"{message}\n{sql[..Math.Min(sql.Length, 2000)]}");
        }

        try
        {
            var values = new double?[(int)RowCount(&result)];
            for (var i = 0; i < values.Length; i++)
            {
                var text = Text(&result, 0, (ulong)i);
                values[i] = text == 0 ? null : Number(Marshal.PtrToStringUTF8(text)!);
                Free(text);
            }

            return values;
        }
        finally
        {
            Destroy(&result);
        }
    }

    public void Dispose()
    {
        fixed (nint* d = &database, c = &connection)
        {
            Disconnect(c);
            Close(d);
        }
    }

    private static double Number(string text) => text switch
    {
        "nan" or "-nan" => double.NaN,
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => double.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : 0,
    };

    [LibraryImport("duckdb", EntryPoint = "duckdb_open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string? path, nint* database);

    [LibraryImport("duckdb", EntryPoint = "duckdb_connect")]
    private static partial int Connect(nint database, nint* connection);

    [LibraryImport("duckdb", EntryPoint = "duckdb_query", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Query(nint connection, string sql, Result* result);

    [LibraryImport("duckdb", EntryPoint = "duckdb_result_error")]
    private static partial byte* Error(Result* result);

    [LibraryImport("duckdb", EntryPoint = "duckdb_row_count")]
    private static partial ulong RowCount(Result* result);

    [LibraryImport("duckdb", EntryPoint = "duckdb_value_varchar")]
    private static partial nint Text(Result* result, ulong column, ulong row);

    [LibraryImport("duckdb", EntryPoint = "duckdb_free")]
    private static partial void Free(nint memory);

    [LibraryImport("duckdb", EntryPoint = "duckdb_destroy_result")]
    private static partial void Destroy(Result* result);

    [LibraryImport("duckdb", EntryPoint = "duckdb_disconnect")]
    private static partial void Disconnect(nint* connection);

    [LibraryImport("duckdb", EntryPoint = "duckdb_close")]
    private static partial void Close(nint* database);

    [StructLayout(LayoutKind.Sequential)]
    private struct Result
    {
        public ulong A;
        public ulong B;
        public ulong C;
        public nint D;
        public nint E;
        public nint F;
    }
}
