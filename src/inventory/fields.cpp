#include "fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "reader.hpp"
#include "reference_walk.hpp"
#include "writer.hpp"

namespace passkey_audit {
namespace {

template <class Member>
struct OwnerOf;
template <class O, class T>
struct OwnerOf<T O::*> {
  using Type = O;
};
template <auto Member>
using Owner = typename OwnerOf<decltype(Member)>::Type;

// A field without references.
template <auto Member>
constexpr Field<Owner<Member>> plain(std::string_view key, std::uint32_t types = UINT32_MAX) {
  return {
      .key = key,
      .read = [](Reader& r, JsonValue v, Owner<Member>& o) { r.read(v, o.*Member); },
      .write = [](Writer& w, std::string_view k, const Owner<Member>& o) { w.write(k, o.*Member); },
      .types = types};
}

// A field that names things of the kinds allowed.
template <auto Member, Kinds Allowed>
constexpr Field<Owner<Member>> naming(std::string_view key, std::uint32_t types = UINT32_MAX) {
  return {
      .key = key,
      .read =
          [](Reader& r, JsonValue v, Owner<Member>& o) {
            r.read(v, o.*Member, {Allowed, o.thing});
          },
      .write = [](Writer& w, std::string_view k, const Owner<Member>& o) { w.write(k, o.*Member); },
      .walk = [](ReferenceWalk& walk, const Owner<Member>& o) { walk.field(o.*Member); },
      .types = types};
}

// A date that may lie in the future.
template <auto Member>
constexpr Field<Owner<Member>> any_date(std::string_view key) {
  Field<Owner<Member>> field = plain<Member>(key);
  field.read = [](Reader& r, JsonValue v, Owner<Member>& o) { r.read_any_date(v, o.*Member); };
  return field;
}

// The same three, of what is told of few accounts.
template <auto Member>
constexpr Field<Account> detail(
    std::string_view key,
    decltype(Field<Account>::read) read = [](Reader& r, JsonValue v, Account& a) {
      r.read(v, r.details_of(a).*Member);
    }) {
  return {.key = key, .read = read, .write = [](Writer& w, std::string_view k, const Account& a) {
            w.write(k, a.details().*Member);
          }};
}

template <auto Member, Kinds Allowed>
constexpr Field<Account> naming_detail(std::string_view key) {
  Field<Account> field = detail<Member>(key, [](Reader& r, JsonValue v, Account& a) {
    r.read(v, r.details_of(a).*Member, {Allowed, a.thing});
  });
  field.walk = [](ReferenceWalk& walk, const Account& a) { walk.field(a.details().*Member); };
  return field;
}

template <auto Member>
constexpr Field<Account> any_date_detail(std::string_view key) {
  return detail<Member>(
      key, [](Reader& r, JsonValue v, Account& a) { r.read_any_date(v, r.details_of(a).*Member); });
}

using A = Authenticator;
using R = RecoveryMethod;

constexpr std::uint32_t bit(AuthenticatorType type) {
  return 1U << static_cast<unsigned>(type);
}
constexpr std::uint32_t bit(RecoveryType type) {
  return 1U << static_cast<unsigned>(type);
}

constexpr std::uint32_t vault = bit(AuthenticatorType::vault);
constexpr std::uint32_t device_bound = bit(AuthenticatorType::platform) |
                                       bit(AuthenticatorType::push) |
                                       bit(AuthenticatorType::certificate);
constexpr std::uint32_t security_key = bit(AuthenticatorType::security_key);
constexpr std::uint32_t secret = bit(AuthenticatorType::secret);
constexpr std::uint32_t totp = bit(AuthenticatorType::totp);
constexpr std::uint32_t phone_number = bit(AuthenticatorType::phone_number);

constexpr std::uint32_t kept_copies =
    bit(RecoveryType::recovery_codes) | bit(RecoveryType::recovery_key) |
    bit(RecoveryType::emergency_kit) | bit(RecoveryType::backup_file);
constexpr std::uint32_t through_person = bit(RecoveryType::recovery_contact) |
                                         bit(RecoveryType::emergency_access) |
                                         bit(RecoveryType::legacy_contact);
constexpr std::uint32_t recovery_email = bit(RecoveryType::recovery_email);
constexpr std::uint32_t admin_reset = bit(RecoveryType::admin_reset);

constexpr Kinds passkey_homes = kinds::of(AuthenticatorType::vault) |
                                kinds::of(AuthenticatorType::platform) |
                                kinds::of(AuthenticatorType::security_key);
constexpr Kinds can_be_opened = kinds::device | kinds::of(AuthenticatorType::vault) |
                                kinds::of(AuthenticatorType::security_key);
constexpr Kinds a_key = kinds::of(AuthenticatorType::security_key);
constexpr Kinds holds_seeds = kinds::holds_copies | a_key;
constexpr Kinds holds_passwords = kinds::holds_copies | kinds::of(AuthenticatorType::secret);

// `stored_in` of a code generator may be a security key, of a secret not.
constexpr Field<A> stored_in_of_authenticator() {
  return {.key = "stored_in",
          .read =
              [](Reader& r, JsonValue v, A& a) {
                const bool is_totp = a.type == AuthenticatorType::totp;
                r.read(v, a.stored_in, {is_totp ? holds_seeds : kinds::holds_copies, a.thing});
              },
          .write = [](Writer& w, std::string_view k, const A& a) { w.write(k, a.stored_in); },
          .walk = [](ReferenceWalk& walk, const A& a) { walk.field(a.stored_in); },
          .types = secret | totp};
}

constexpr Field<R> needs() {
  Field<R> field = naming<&R::needs, kinds::in_a_way>("needs");
  field.read = [](Reader& r, JsonValue v, R& m) {
    r.read_needs(v, m.needs, {kinds::in_a_way, m.thing});
  };
  return field;
}

constexpr Field<A> provider() {
  Field<A> field = plain<&A::provider>("provider", vault);
  field.read = [](Reader& r, JsonValue v, A& a) {
    r.read(v, a.provider);
    r.check_provider(v, a.provider);
  };
  return field;
}

constexpr Field<Account> controlled_by() {
  return {
      .key = "controlled_by",
      .read = [](Reader& r, JsonValue v, Account& a) { r.read_controller(v, a); },
      .write = [](Writer& w, std::string_view k, const Account& a) { w.write_controller(k, a); },
      .walk = [](ReferenceWalk& walk,
                 const Account& a) { walk.field(a.details().controlling_person); }};
}

constexpr std::array place_fields{
    plain<&Place::name>("name"),
    plain<&Place::site>("site"),
    plain<&Place::note>("note"),
};

constexpr std::array person_fields{
    plain<&Person::name>("name"),
    plain<&Person::status>("status"),
    naming<&Person::place, kinds::place>("place"),
    plain<&Person::note>("note"),
};

constexpr std::array device_fields{
    plain<&Device::name>("name"),
    plain<&Device::type>("type"),
    plain<&Device::platform>("platform"),
    plain<&Device::status>("status"),
    plain<&Device::ownership>("ownership"),
    naming<&Device::owner, kinds::person>("owner"),
    naming<&Device::place, kinds::place>("place"),
    plain<&Device::connectors>("connectors"),
    plain<&Device::note>("note"),
};

// `type` and `id` are read before all others: which fields there may be depends on the type.
constexpr std::array authenticator_fields{
    plain<&A::name>("name"),
    plain<&A::status>("status"),
    naming<&A::owner, kinds::person>("owner"),
    provider(),
    plain<&A::vendor>("vendor", vault),
    naming<&A::account, kinds::account>("account", vault | phone_number),
    naming<&A::devices, kinds::device>("devices", vault),
    naming<&A::new_device_needs, kinds::in_a_way>("new_device_needs", vault),
    plain<&A::works_offline>("works_offline", vault),
    plain<&A::export_as>("export", vault),
    naming<&A::device, kinds::device>("device", device_bound),
    plain<&A::model>("model", security_key),
    plain<&A::aaguid>("aaguid", security_key),
    naming<&A::place, kinds::place>("place", security_key),
    naming<&A::spare_of, a_key>("spare_of", security_key),
    plain<&A::pin_set>("pin_set", security_key),
    plain<&A::slots_total>("slots_total", security_key),
    plain<&A::slots_used>("slots_used", security_key),
    plain<&A::connectors>("connectors", security_key),
    plain<&A::scanned_on>("scanned_on", security_key),
    plain<&A::found>("found", security_key),
    naming<&A::opens, can_be_opened>("opens", secret),
    stored_in_of_authenticator(),
    naming<&A::sim_in, kinds::device>("sim_in", phone_number),
    plain<&A::new_sim_after>("new_sim_after", phone_number),
    naming<&A::shared_with, kinds::person>("shared_with"),
    plain<&A::registered_on>("registered_on"),
    plain<&A::used_on>("used_on"),
    plain<&A::tested_on>("tested_on"),
    plain<&A::verified_on>("verified_on"),
    any_date<&A::expires_on>("expires_on"),
    plain<&A::note>("note"),
};

constexpr std::array recovery_method_fields{
    plain<&R::name>("name"),
    naming<&R::person, kinds::person>("person", through_person),
    plain<&R::accepted>("accepted", through_person),
    naming<&R::account, kinds::account>("account", recovery_email),
    plain<&R::verified>("verified", recovery_email),
    naming<&R::by, kinds::in_a_way>("by", admin_reset),
    plain<&R::identity_check>("identity_check", admin_reset),
    naming<&R::stored_in, kinds::holds_copies>("stored_in", kept_copies),
    plain<&R::issued>("issued", kept_copies),
    plain<&R::remaining>("remaining", kept_copies),
    plain<&R::generated_on>("generated_on", kept_copies),
    plain<&R::wait>("wait"),
    needs(),
    plain<&R::personal>("personal"),
    plain<&R::verified_on>("verified_on"),
    plain<&R::tested_on>("tested_on"),
    plain<&R::note>("note"),
};

constexpr std::array account_fields{
    plain<&Account::name>("name"),
    plain<&Account::service>("service"),
    detail<&AccountDetails::vendor>("vendor"),
    plain<&Account::importance>("importance"),
    detail<&AccountDetails::roles>("roles"),
    naming_detail<&AccountDetails::owners, kinds::person>("owners"),
    controlled_by(),
    naming<&Account::passkeys, passkey_homes>("passkeys"),
    naming<&Account::password, holds_passwords>("password"),
    naming<&Account::second_factors, kinds::in_a_way>("second_factors"),
    naming<&Account::totp, holds_seeds>("totp"),
    naming<&Account::codes, kinds::holds_copies>("codes"),
    naming<&Account::federated_via, kinds::account>("federated_via"),
    naming<&Account::other_sign_in, kinds::in_a_way>("other_sign_in"),
    naming<&Account::recovery, kinds::in_a_way>("recovery"),
    naming_detail<&AccountDetails::org, kinds::account>("org"),
    naming_detail<&AccountDetails::domain_at, kinds::account>("domain_at"),
    plain<&Account::accepts_security_key>("accepts_security_key"),
    plain<&Account::issues_codes>("issues_codes"),
    detail<&AccountDetails::alerts>("alerts"),
    plain<&Account::tested_on>("tested_on"),
    any_date_detail<&AccountDetails::expires_on>("expires_on"),
    detail<&AccountDetails::fallback_removed_on>("fallback_removed_on"),
    detail<&AccountDetails::service_review>("service_review"),
    detail<&AccountDetails::note>("note"),
};

}  // namespace

template <>
std::span<const Field<Place>> fields_of<Place>() {
  return place_fields;
}
template <>
std::span<const Field<Person>> fields_of<Person>() {
  return person_fields;
}
template <>
std::span<const Field<Device>> fields_of<Device>() {
  return device_fields;
}
template <>
std::span<const Field<Authenticator>> fields_of<Authenticator>() {
  return authenticator_fields;
}
template <>
std::span<const Field<RecoveryMethod>> fields_of<RecoveryMethod>() {
  return recovery_method_fields;
}
template <>
std::span<const Field<Account>> fields_of<Account>() {
  return account_fields;
}

template <class Owner>
void read_fields(Reader& reader, JsonValue object, Owner& owner,
                 std::span<const std::string_view> also_allowed) {
  const auto fields = fields_of<Owner>();
  std::size_t guess = 0;  // files mostly keep to one order: the next field comes after the last
  for (const JsonValue member : object) {
    const std::string_view key = member.key();
    const Field<Owner>* found = nullptr;
    for (std::size_t i = 0; i < fields.size() && found == nullptr; ++i) {
      const std::size_t at = (guess + i) % fields.size();
      if (fields[at].key == key) {
        found = &fields[at];
        guess = at + 1;
      }
    }
    if (found != nullptr && (found->types & type_bit(owner)) != 0) {
      found->read(reader, member, owner);
    } else if (std::ranges::find(also_allowed, key) == also_allowed.end() &&
               !reader.keep_member(object, member, false)) {
      std::vector<std::string_view> known(also_allowed.begin(), also_allowed.end());
      for (const Field<Owner>& field : fields) {
        if ((field.types & type_bit(owner)) != 0) known.push_back(field.key);
      }
      reader.unknown_key(member, known);
    }
  }
}

template void read_fields(Reader&, JsonValue, Place&, std::span<const std::string_view>);
template void read_fields(Reader&, JsonValue, Person&, std::span<const std::string_view>);
template void read_fields(Reader&, JsonValue, Device&, std::span<const std::string_view>);
template void read_fields(Reader&, JsonValue, Authenticator&, std::span<const std::string_view>);
template void read_fields(Reader&, JsonValue, RecoveryMethod&, std::span<const std::string_view>);
template void read_fields(Reader&, JsonValue, Account&, std::span<const std::string_view>);

void check_fields(Reader& reader, JsonValue object, const Place& place) {
  if (!place.site.view().starts_with("carried@")) return;
  reader.wrong(*object.find("site"), "is reserved for what somebody carries",
               "give the site another name");
}

void check_fields(Reader& reader, JsonValue object, const Authenticator& authenticator) {
  reader.check_order(object, authenticator.registered_on, authenticator.used_on);
  if (authenticator.slots_total && authenticator.slots_used > authenticator.slots_total) {
    reader.impossible(*object.find("slots_used"),
                      fmt::format("{} slots used of {}", shown_count(*authenticator.slots_used),
                                  shown_count(*authenticator.slots_total)),
                      "a key cannot hold more passkeys than it has slots");
  }
}

void check_fields(Reader& reader, JsonValue object, const RecoveryMethod& method) {
  if (method.issued && method.remaining > method.issued) {
    reader.too_many_remain(object, *method.remaining, *method.issued);
  }
}

}  // namespace passkey_audit
