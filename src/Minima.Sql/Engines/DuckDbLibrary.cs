using System.Runtime.InteropServices;

namespace Minima.Sql;

/// <summary>The part of DuckDB's C interface that Minima uses, and the search for the library.</summary>
internal static unsafe partial class DuckDbLibrary
{
    /// <summary>The environment variable with the path of the library.</summary>
    public const string Variable = "MINIMA_DUCKDB";

    private const string Library = "duckdb";

    /// <summary>DUCKDB_TYPE_DOUBLE.</summary>
    public const int TypeOfDouble = 11;

    private static readonly Lazy<nint> Handle = new(Load);

    static DuckDbLibrary() => NativeLibrary.SetDllImportResolver(typeof(DuckDbLibrary).Assembly, (name, _, _) => name == Library ? Handle.Value : 0);

    /// <summary>Loads the library.</summary>
    /// <exception cref="DataException">It is not found; the message explains how to get it.</exception>
    public static string Version()
    {
        _ = Handle.Value;
        return Marshal.PtrToStringUTF8((nint)LibraryVersion()) ?? "";
    }

    private static string FileName => OperatingSystem.IsWindows() ? "duckdb.dll" : OperatingSystem.IsMacOS() ? "libduckdb.dylib" : "libduckdb.so";

    private static nint Load()
    {
        var given = Environment.GetEnvironmentVariable(Variable);
        string[] places = string.IsNullOrEmpty(given) ? [FileName, Path.Combine(AppContext.BaseDirectory, FileName)] : [given];
        foreach (var place in places)
        {
            if (NativeLibrary.TryLoad(place, out var handle)) return handle;
        }

        throw DataException.CreateForFile(
            $"DuckDB's library {DataException.Quote(places[0])}",
            string.IsNullOrEmpty(given) ? "it is not on the library path" : $"it cannot be loaded ({Variable} names it)",
            $"{FileName} of DuckDB 1.0 or later is expected",
            $"Take it from a release of DuckDB (libduckdb), or from the npm package @duckdb/node-bindings-linux-x64, and name the file in {Variable}.");
    }

    [LibraryImport(Library, EntryPoint = "duckdb_library_version")]
    private static partial byte* LibraryVersion();

    [LibraryImport(Library, EntryPoint = "duckdb_open_ext", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string? path, nint* database, nint config, nint* error);

    [LibraryImport(Library, EntryPoint = "duckdb_create_config")]
    public static partial int CreateConfig(nint* config);

    [LibraryImport(Library, EntryPoint = "duckdb_set_config", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetConfig(nint config, string name, string value);

    [LibraryImport(Library, EntryPoint = "duckdb_destroy_config")]
    public static partial void DestroyConfig(nint* config);

    [LibraryImport(Library, EntryPoint = "duckdb_connect")]
    public static partial int Connect(nint database, nint* connection);

    [LibraryImport(Library, EntryPoint = "duckdb_interrupt")]
    public static partial void Interrupt(nint connection);

    [LibraryImport(Library, EntryPoint = "duckdb_query", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Query(nint connection, string sql, Result* result);

    [LibraryImport(Library, EntryPoint = "duckdb_result_error")]
    public static partial byte* Error(Result* result);

    [LibraryImport(Library, EntryPoint = "duckdb_column_count")]
    public static partial ulong ColumnCount(Result* result);

    [LibraryImport(Library, EntryPoint = "duckdb_column_type")]
    public static partial int ColumnType(Result* result, ulong column);

    [LibraryImport(Library, EntryPoint = "duckdb_prepare", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Prepare(nint connection, string sql, nint* statement);

    [LibraryImport(Library, EntryPoint = "duckdb_prepare_error")]
    public static partial byte* PrepareError(nint statement);

    [LibraryImport(Library, EntryPoint = "duckdb_destroy_prepare")]
    public static partial void DestroyPrepare(nint* statement);

    [LibraryImport(Library, EntryPoint = "duckdb_execute_prepared_streaming")]
    public static partial int ExecuteStreaming(nint statement, Result* result);

    [LibraryImport(Library, EntryPoint = "duckdb_fetch_chunk")]
    public static partial nint FetchChunk(Result result);

    [LibraryImport(Library, EntryPoint = "duckdb_data_chunk_get_size")]
    public static partial ulong ChunkSize(nint chunk);

    [LibraryImport(Library, EntryPoint = "duckdb_data_chunk_get_vector")]
    public static partial nint ChunkVector(nint chunk, ulong column);

    [LibraryImport(Library, EntryPoint = "duckdb_vector_get_data")]
    public static partial nint VectorData(nint vector);

    [LibraryImport(Library, EntryPoint = "duckdb_vector_get_validity")]
    public static partial nint VectorValidity(nint vector);

    [LibraryImport(Library, EntryPoint = "duckdb_destroy_data_chunk")]
    public static partial void DestroyChunk(nint* chunk);

    [LibraryImport(Library, EntryPoint = "duckdb_free")]
    public static partial void Free(nint memory);

    [LibraryImport(Library, EntryPoint = "duckdb_destroy_result")]
    public static partial void Destroy(Result* result);

    [LibraryImport(Library, EntryPoint = "duckdb_disconnect")]
    public static partial void Disconnect(nint* connection);

    [LibraryImport(Library, EntryPoint = "duckdb_close")]
    public static partial void Close(nint* database);

    /// <summary>duckdb_result: six words that only the library reads.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Result
    {
        public ulong A;
        public ulong B;
        public ulong C;
        public nint D;
        public nint E;
        public nint F;
    }
}
