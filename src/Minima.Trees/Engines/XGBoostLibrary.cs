using System.Runtime.InteropServices;

namespace Minima.Trees;

/// <summary>The functions of XGBoost's library that boosting calls. The first call loads the library.</summary>
internal static unsafe class XGBoostLibrary
{
    /// <summary>The environment variable with the path of the library; if it is set, the system's libraries are not tried.</summary>
    public const string Variable = "MINIMA_XGBOOST";

    private static readonly string[] Names = ["libxgboost.so.0", "libxgboost.so", "libxgboost.dylib", "xgboost.dll"];

    private static readonly Lazy<Functions> Loaded = new(Load);

    private static readonly Lazy<CollectiveFunctions> Joined = new(() => new CollectiveFunctions(Loaded.Value));

    /// <exception cref="BoostException">The library is missing.</exception>
    public static void Require() => _ = Loaded.Value;

    /// <summary>Creates a matrix of XGBoost.</summary>
    /// <param name="values">The cells, row after row; NaN is missing.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="areCategories">By column, true if its values are categories.</param>
    public static nint CreateMatrix(float[] values, int rows, bool[] areCategories)
    {
        nint matrix;
        fixed (float* cells = values) Check(Loaded.Value.CreateMatrix(cells, (ulong)rows, (ulong)areCategories.Length, float.NaN, &matrix));
        using var words = new Texts("feature_type", "float", "c");
        var types = Array.ConvertAll(areCategories, isCategory => words[isCategory ? 2 : 1]);
        fixed (nint* list = types) Check(Loaded.Value.SetFeatureInfo(matrix, words[0], list, (ulong)types.Length));
        return matrix;
    }

    public static nint CreateBooster(nint matrix)
    {
        nint booster;
        Check(Loaded.Value.CreateBooster(&matrix, 1, &booster));
        return booster;
    }

    public static void Set(nint booster, string name, string value)
    {
        using var words = new Texts(name, value);
        Check(Loaded.Value.SetParameter(booster, words[0], words[1]));
    }

    /// <summary>Grows one more tree.</summary>
    public static void Boost(nint booster, nint matrix, float[] slopes, float[] curvatures)
    {
        fixed (float* g = slopes, h = curvatures) Check(Loaded.Value.Boost(booster, matrix, g, h, (ulong)slopes.Length));
    }

    /// <summary>One of the trees of a booster, as the JSON of a model.</summary>
    public static string Tree(nint booster, int place)
    {
        nint slice;
        Check(Loaded.Value.Slice(booster, place, place + 1, 1, &slice));
        try
        {
            using var words = new Texts("{\"format\":\"json\"}");
            ulong length;
            byte* bytes;
            Check(Loaded.Value.Save(slice, words[0], &length, &bytes));
            return Marshal.PtrToStringUTF8((nint)bytes, (int)length);
        }
        finally
        {
            Check(Loaded.Value.FreeBooster(slice));
        }
    }

    public static void FreeBooster(nint booster) => Check(Loaded.Value.FreeBooster(booster));

    public static void FreeMatrix(nint matrix) => Check(Loaded.Value.FreeMatrix(matrix));

    /// <exception cref="BoostException">The library is missing, or its workers meet in another way.</exception>
    public static void RequireCollective() => _ = Joined.Value;

    /// <summary>Joins the workers of a tracker.</summary>
    /// <param name="settings">Tracker and task, as JSON.</param>
    public static void Join(string settings)
    {
        using var words = new Texts(settings, "{\"verbosity\":0}");
        Check(Joined.Value.Configure(words[1]));

        // Without a listener the library prints its rank on stderr, at any verbosity. A listener belongs to its thread, and this thread makes all calls.
        Check(Joined.Value.Listen(&Ignore));
        Check(Joined.Value.Join(words[0]));
    }

    [UnmanagedCallersOnly]
    private static void Ignore(byte* message)
    {
    }

    public static void Leave() => Check(Joined.Value.Leave());

    public static (int Rank, int Ranks) Place() => (Joined.Value.Rank(), Joined.Value.Ranks());

    /// <summary>Reduces numbers over all workers, in place.</summary>
    public static void Reduce(void* numbers, int count, int type, int operation) => Check(Joined.Value.Reduce(numbers, (ulong)count, type, operation));

    /// <summary>Sends the bytes of one worker to all.</summary>
    public static void Broadcast(void* bytes, int count, int from) => Check(Joined.Value.Broadcast(bytes, (ulong)count, from));

    private static void Check(int code)
    {
        if (code != 0) throw new BoostException($"XGBoost reports: {(Marshal.PtrToStringUTF8(Loaded.Value.LastError()) ?? "").Trim().Split('\n')[0].TrimEnd('.')}.");
    }

    private static Functions Load()
    {
        var given = Environment.GetEnvironmentVariable(Variable);
        string[] tried = given is { Length: > 0 } ? [given] : Names;
        foreach (var name in tried)
        {
            if (NativeLibrary.TryLoad(name, out var library)) return new Functions(name, library);
        }

        throw new BoostException($"XGBoost's library was not found (tried: {string.Join(", ", tried)}); install it (Debian: apt-get install libxgboost0), give its path in {Variable}, or boost without --engine xgboost.");
    }

    private sealed class Functions(string name, nint library)
    {
        public nint Library => library;

        public string Name => name;

        public readonly delegate* unmanaged<float*, ulong, ulong, float, nint*, int> CreateMatrix = (delegate* unmanaged<float*, ulong, ulong, float, nint*, int>)Find(name, library, "XGDMatrixCreateFromMat");
        public readonly delegate* unmanaged<nint, nint, nint*, ulong, int> SetFeatureInfo = (delegate* unmanaged<nint, nint, nint*, ulong, int>)Find(name, library, "XGDMatrixSetStrFeatureInfo");
        public readonly delegate* unmanaged<nint, int> FreeMatrix = (delegate* unmanaged<nint, int>)Find(name, library, "XGDMatrixFree");
        public readonly delegate* unmanaged<nint*, ulong, nint*, int> CreateBooster = (delegate* unmanaged<nint*, ulong, nint*, int>)Find(name, library, "XGBoosterCreate");
        public readonly delegate* unmanaged<nint, nint, nint, int> SetParameter = (delegate* unmanaged<nint, nint, nint, int>)Find(name, library, "XGBoosterSetParam");
        public readonly delegate* unmanaged<nint, nint, float*, float*, ulong, int> Boost = (delegate* unmanaged<nint, nint, float*, float*, ulong, int>)Find(name, library, "XGBoosterBoostOneIter");
        public readonly delegate* unmanaged<nint, int, int, int, nint*, int> Slice = (delegate* unmanaged<nint, int, int, int, nint*, int>)Find(name, library, "XGBoosterSlice");
        public readonly delegate* unmanaged<nint, nint, ulong*, byte**, int> Save = (delegate* unmanaged<nint, nint, ulong*, byte**, int>)Find(name, library, "XGBoosterSaveModelToBuffer");
        public readonly delegate* unmanaged<nint, int> FreeBooster = (delegate* unmanaged<nint, int>)Find(name, library, "XGBoosterFree");
        public readonly delegate* unmanaged<nint> LastError = (delegate* unmanaged<nint>)Find(name, library, "XGBGetLastError");
    }

    /// <summary>The functions of workers that meet at a tracker such as Minima's, in versions 1.7 and 2.0.</summary>
    private sealed class CollectiveFunctions
    {
        public readonly delegate* unmanaged<nint, int> Configure;
        public readonly delegate* unmanaged<delegate* unmanaged<byte*, void>, int> Listen;
        public readonly delegate* unmanaged<nint, int> Join;
        public readonly delegate* unmanaged<int> Leave;
        public readonly delegate* unmanaged<int> Rank;
        public readonly delegate* unmanaged<int> Ranks;
        public readonly delegate* unmanaged<void*, ulong, int, int, int> Reduce;
        public readonly delegate* unmanaged<void*, ulong, int, int> Broadcast;

        public CollectiveFunctions(Functions functions)
        {
            int major, minor, patch;
            ((delegate* unmanaged<int*, int*, int*, void>)Find(functions.Name, functions.Library, "XGBoostVersion"))(&major, &minor, &patch);
            if ((major, minor) is not ((1, >= 7) or (2, 0))) throw new BoostException($"{functions.Name} is XGBoost {major}.{minor}.{patch}; several workers need version 1.7 or 2.0, whose workers connect to a tracker of the same kind.");
            Configure = (delegate* unmanaged<nint, int>)Of("XGBSetGlobalConfig");
            Listen = (delegate* unmanaged<delegate* unmanaged<byte*, void>, int>)Of("XGBRegisterLogCallback");
            Join = (delegate* unmanaged<nint, int>)Of("XGCommunicatorInit");
            Leave = (delegate* unmanaged<int>)Of("XGCommunicatorFinalize");
            Rank = (delegate* unmanaged<int>)Of("XGCommunicatorGetRank");
            Ranks = (delegate* unmanaged<int>)Of("XGCommunicatorGetWorldSize");
            Reduce = (delegate* unmanaged<void*, ulong, int, int, int>)Of("XGCommunicatorAllreduce");
            Broadcast = (delegate* unmanaged<void*, ulong, int, int>)Of("XGCommunicatorBroadcast");

            nint Of(string function) => Find(functions.Name, functions.Library, function);
        }
    }

    private static nint Find(string name, nint library, string function) => NativeLibrary.TryGetExport(library, function, out var address)
        ? address
        : throw new BoostException($"{name} has no function {function}; a library of XGBoost 1.6 to 2.1 is needed.");

    /// <summary>Texts in native memory, in UTF-8.</summary>
    private sealed class Texts(params string[] texts) : IDisposable
    {
        private readonly nint[] _texts = Array.ConvertAll(texts, Marshal.StringToCoTaskMemUTF8);

        public nint this[int place] => _texts[place];

        public void Dispose() => Array.ForEach(_texts, Marshal.FreeCoTaskMem);
    }
}
