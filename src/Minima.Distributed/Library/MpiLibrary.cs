using System.Runtime.InteropServices;
using System.Text;

namespace Minima.Distributed;

/// <summary>The functions of Open MPI that a training calls. The library is loaded when a training needs it; handles are the addresses of its symbols.</summary>
internal sealed unsafe class MpiLibrary
{
    /// <summary>The environment variable with the path of the library, if it is not among those of the system.</summary>
    public const string Variable = "MINIMA_MPI";

    /// <summary>The largest number of characters in a version text; Open MPI's limit is 256, MPICH's 8192.</summary>
    private const int VersionLength = 8192;

    private static readonly string[] Names = ["libmpi.so.40", "libmpi.so.80", "libmpi.so", "libmpi.dylib"];

    private readonly nint _library;
    private readonly nint _world;
    private readonly nint _byte;
    private readonly delegate* unmanaged[Cdecl]<void*, int, nint, int, int, nint, nint*, int> _send;
    private readonly delegate* unmanaged[Cdecl]<void*, int, nint, int, int, nint, nint*, int> _receive;
    private readonly delegate* unmanaged[Cdecl]<void*, int, nint, void*, int, nint, nint, nint*, int> _gather;
    private readonly delegate* unmanaged[Cdecl]<int, nint*, int*, void*, int> _test;

    private MpiLibrary(nint library)
    {
        _library = library;
        _world = Export("ompi_mpi_comm_world");
        _byte = Export("ompi_mpi_byte");
        _send = (delegate* unmanaged[Cdecl]<void*, int, nint, int, int, nint, nint*, int>)Export("MPI_Isend");
        _receive = (delegate* unmanaged[Cdecl]<void*, int, nint, int, int, nint, nint*, int>)Export("MPI_Irecv");
        _gather = (delegate* unmanaged[Cdecl]<void*, int, nint, void*, int, nint, nint, nint*, int>)Export("MPI_Iallgather");
        _test = (delegate* unmanaged[Cdecl]<int, nint*, int*, void*, int>)Export("MPI_Testall");
    }

    /// <exception cref="ProcessGroupException">There is no library, or it is not Open MPI.</exception>
    public static MpiLibrary Load()
    {
        var given = Environment.GetEnvironmentVariable(Variable);
        var names = string.IsNullOrEmpty(given) ? Names : [given];
        foreach (var name in names)
        {
            if (!NativeLibrary.TryLoad(name, out var library)) continue;
            if (NativeLibrary.TryGetExport(library, "ompi_mpi_comm_world", out _)) return new MpiLibrary(library);
            throw new ProcessGroupException($"'{name}' is {Version(library)}, whose handles differ from those of Open MPI. Minima speaks with Open MPI alone: install it (Debian: apt-get install openmpi-bin libopenmpi3), start with its mpirun, and let {Variable} name its libmpi.so.40 if another is found first.");
        }

        throw new ProcessGroupException($"A training on several processes needs Open MPI, and {string.Join(", ", names)} cannot be loaded. Install it (Debian: apt-get install openmpi-bin libopenmpi3), or give the path of its libmpi.so.40 by the variable {Variable}.");
    }

    /// <summary>Initialises MPI.</summary>
    /// <exception cref="ProcessGroupException">This process has already used MPI, or MPI cannot start.</exception>
    public void Start()
    {
        int flag, provided;
        Check("MPI_Initialized", ((delegate* unmanaged[Cdecl]<int*, int>)Export("MPI_Initialized"))(&flag));
        if (flag != 0) throw new ProcessGroupException("MPI was already started in this process, and it can be started only once. Keep the group of the first Mpi.Start() and give it to every trainer.");
        const int serialized = 2;
        Check("MPI_Init_thread", ((delegate* unmanaged[Cdecl]<void*, void*, int, int*, int>)Export("MPI_Init_thread"))(null, null, serialized, &provided));
        Check("MPI_Comm_set_errhandler", ((delegate* unmanaged[Cdecl]<nint, nint, int>)Export("MPI_Comm_set_errhandler"))(_world, Export("ompi_mpi_errors_return")));
    }

    /// <summary>Finalises MPI.</summary>
    public void End() => ((delegate* unmanaged[Cdecl]<int>)Export("MPI_Finalize"))();

    public (int Rank, int Ranks) Place()
    {
        int rank, ranks;
        Check("MPI_Comm_rank", ((delegate* unmanaged[Cdecl]<nint, int*, int>)Export("MPI_Comm_rank"))(_world, &rank));
        Check("MPI_Comm_size", ((delegate* unmanaged[Cdecl]<nint, int*, int>)Export("MPI_Comm_size"))(_world, &ranks));
        return (rank, ranks);
    }

    /// <summary>Starts sending.</summary>
    public nint Send(void* bytes, int count, int rank, int tag)
    {
        nint request;
        Check("MPI_Isend", _send(bytes, count, _byte, rank, tag, _world, &request));
        return request;
    }

    /// <summary>Starts receiving.</summary>
    public nint Receive(void* bytes, int count, int rank, int tag)
    {
        nint request;
        Check("MPI_Irecv", _receive(bytes, count, _byte, rank, tag, _world, &request));
        return request;
    }

    /// <summary>Starts gathering equally long bytes from all ranks.</summary>
    public nint Gather(void* own, int count, void* all)
    {
        nint request;
        Check("MPI_Iallgather", _gather(own, count, _byte, all, count, _byte, _world, &request));
        return request;
    }

    /// <summary>True if all requests are done; also lets MPI make progress on them.</summary>
    public bool AreDone(Span<nint> requests)
    {
        int flag;
        fixed (nint* all = requests) Check("MPI_Testall", _test(requests.Length, all, &flag, null));
        return flag != 0;
    }

    private static string Version(nint library)
    {
        if (!NativeLibrary.TryGetExport(library, "MPI_Get_library_version", out var function)) return "no MPI library";
        var text = stackalloc byte[VersionLength];
        int length;
        if (((delegate* unmanaged[Cdecl]<byte*, int*, int>)function)(text, &length) != 0 || length is < 0 or > VersionLength) return "an MPI library that does not give its version";
        return Encoding.UTF8.GetString(text, length).ReplaceLineEndings("\n").Split('\n')[0].Replace('\t', ' ').Trim();
    }

    private nint Export(string name) => NativeLibrary.TryGetExport(_library, name, out var address) ? address : throw new ProcessGroupException($"The MPI library has no '{name}'. Open MPI 4 or 5 is expected; install it (Debian: apt-get install libopenmpi3).");

    private void Check(string function, int code)
    {
        if (code == 0) return;
        var text = stackalloc byte[VersionLength];
        int length;
        var known = ((delegate* unmanaged[Cdecl]<int, byte*, int*, int>)Export("MPI_Error_string"))(code, text, &length) == 0;
        throw new ProcessGroupException($"{function} of Open MPI refused: {(known ? Encoding.UTF8.GetString(text, length) : "it gives no reason")} (code {code}). Check that mpirun starts other programs on these machines.");
    }
}
